import type { Millis } from '@fairlead/inet';
import { failure } from '../driver/log.ts';
import type { Log } from '../driver/log.ts';
import type { ApiClient } from '../k8s/client.ts';
import { isForbidden } from '../k8s/error.ts';
import type { KindWatch } from '../k8s/kindWatch.ts';
import type { KubernetesObject } from '../k8s/object.ts';
import { apiVersionOf } from '../k8s/resource.ts';
import type { Resource } from '../k8s/resource.ts';
import type { ClusterState } from '../source/clusterState.ts';
import { CONFIG_RESOURCES, CONFIGURATION_STATES, SPEAKERS } from '../source/kinds.ts';
import { ObjectBook } from '../source/objectBook.ts';
import { statusesOf } from '../status/configuration.ts';
import type { ReportedSession } from '../status/peer.ts';
import { configurationState } from '../status/validity.ts';
import type { Assigner } from './assigner.ts';
import { OwnObjects } from './ownObjects.ts';
import { ServiceSweep } from './serviceSweep.ts';
import { StatusWriter } from './statusWriter.ts';
import type { WantedStatus } from './statusWriter.ts';

export interface ConfigStatusOptions {
  /** Where MetalLB's ConfigurationState is written. */
  readonly namespace: string;
  readonly kinds?: KindWatch | null;
  readonly state: ClusterState;
  readonly assigner: Assigner;
  readonly log: Log;
  readonly settle?: Millis;
  readonly spacing?: Millis;
}

/** Says in the status of pools, peers and the like how they are used and what is wrong with them. */
export class ConfigStatus {
  /** Learns the objects as they stand. */
  readonly objects: ObjectBook;
  readonly #options: ConfigStatusOptions;
  readonly #writer: StatusWriter;
  readonly #abort = new AbortController();
  readonly #state: OwnObjects;
  readonly #sweep: ServiceSweep;
  #running: Promise<unknown> | null = null;

  constructor(api: ApiClient, options: ConfigStatusOptions) {
    this.#options = options;
    const { log, settle, spacing } = options;
    const said = new Set<string>();
    this.#writer = new StatusWriter(api, {
      wanted: () => this.#wanted(),
      failed: ({ kind, metadata: { name } }, error, retryIn) => {
        // Whoever may not write one object of a kind may write none.
        const matter = isForbidden(error) ? kind : `${kind} ${name}`;
        const fields = { reason: 'statusFailed', object: `${kind} ${name}`, retryIn, ...failure(error) };
        if (said.has(matter)) log.debug(fields, 'could not write a status; trying again');
        else log.warn(fields, 'could not write a status; trying again');
        said.add(matter);
      },
      ...(settle !== undefined && { settle }),
      ...(spacing !== undefined && { spacing: () => spacing }),
    });
    const kinds = options.kinds ?? null;
    this.#sweep = new ServiceSweep(api, { ...options, kinds });
    this.#state = new OwnObjects(api, {
      resource: CONFIGURATION_STATES,
      namespace: options.namespace,
      ours: { fieldSelector: 'metadata.name=controller' },
      isReady: () => this.#running !== null,
      wanted: () => [
        {
          name: 'controller',
          labels: { 'metallb.io/component-type': 'controller' },
          ...configurationState(options.state.problems, 'poolReconcilerValid'),
        },
      ],
      owner: () => 'nobody',
      log,
      kinds,
    });
    this.objects = new ObjectBook(
      ({ apiVersion, kind }) => resources.has(`${apiVersion} ${kind}`),
      () => {
        this.touch();
      },
    );
  }

  /** The cluster is known. */
  begin(): void {
    const { signal } = this.#abort;
    this.#running = Promise.all([this.#writer.run(signal), this.#state.run(signal), this.#sweep.run(signal)]);
    this.touch();
  }

  /** Addresses, problems, nodes or sessions are other than before. */
  touch(): void {
    this.#writer.touch();
    this.#state.touch();
    this.#sweep.touch();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }

  *#wanted(): Iterable<WantedStatus> {
    const { state, assigner } = this.#options;
    const statusOf = statusesOf({
      problems: state.problems,
      pools: state.config.pools,
      usage: (pool) => assigner.usage(pool),
      claim: (key) => assigner.claims.get(key) ?? null,
      sessions: this.#sessions(),
    });
    for (const object of this.objects.values()) {
      const { apiVersion, kind, metadata } = object;
      const resource = resources.get(`${apiVersion} ${kind}`);
      if (resource === undefined || metadata.deletionTimestamp !== undefined) continue;
      const { name, namespace = null, generation = null } = metadata;
      const status = statusOf({ group: resource.group, ref: { kind, namespace, name }, generation });
      if (status !== null) yield { resource, object, status };
    }
  }

  /** What the speakers report, but of nodes that are gone or not ready: nobody speaks there any more. */
  *#sessions(): Iterable<readonly ReportedSession[]> {
    for (const object of this.objects.values()) {
      const node = this.#options.state.nodes.get(object.metadata.name);
      if (object.kind === SPEAKERS.kind && node !== undefined && node.isReady !== false)
        yield sessionsOf(object);
    }
  }
}

function sessionsOf({ status }: KubernetesObject): readonly ReportedSession[] {
  const { peers } = (status ?? {}) as { readonly peers?: readonly ReportedSession[] };
  return peers ?? [];
}

const resources: ReadonlyMap<string, Resource> = new Map(
  [...CONFIG_RESOURCES, SPEAKERS].map(
    (resource) => [`${apiVersionOf(resource)} ${resource.kind}`, resource] as const,
  ),
);

import type { IpAddress } from '@fairlead/inet';
import { millis } from '@fairlead/inet';
import type { Log } from '../driver/log.ts';
import type { ApiClient } from '../k8s/client.ts';
import type { KindWatch } from '../k8s/kindWatch.ts';
import type { OwnerReference } from '../k8s/object.ts';
import type { Resource } from '../k8s/resource.ts';
import type { ObjectKey } from '../model/object.ts';
import type { ClusterState } from '../source/clusterState.ts';
import {
  CONFIGURATION_STATES,
  SERVICE_BGP_STATUSES,
  SERVICE_L2_STATUSES,
  SPEAKERS,
} from '../source/kinds.ts';
import { ObjectBook } from '../source/objectBook.ts';
import { serviceReporter } from '../status/service.ts';
import type { ServiceReport } from '../status/service.ts';
import { speakerStatus } from '../status/speaker.ts';
import type { SpokenSession } from '../status/speaker.ts';
import { configurationState } from '../status/validity.ts';
import { OUR_LABEL, OwnObjects } from './ownObjects.ts';
import type { OwnObjectsOptions } from './ownObjects.ts';

/** What a node does, as it is now. */
export interface NodeDoings {
  /** Whether it is known what it does; before, what was said last stays. */
  readonly isSettled: () => boolean;
  readonly sessions: () => readonly SpokenSession[];
  /** The addresses that it answers for on layer 2. */
  readonly owns: () => Iterable<IpAddress>;
  /** The Services of those addresses, and on which interfaces; `null` is on all. */
  readonly onLayer2: () => Iterable<readonly [ObjectKey, readonly string[] | null]>;
  /** The Services that it announces by BGP, and to whom. */
  readonly byBgp: () => Iterable<readonly [ObjectKey, readonly string[]]>;
}

export interface SpeakerStatusOptions {
  readonly state: ClusterState;
  readonly nodeName: string;
  /** Where MetalLB's objects are written. */
  readonly namespace: string;
  readonly doings: NodeDoings;
  /** Of how many Services each of MetalLB's objects is kept. */
  readonly serviceLimit: number;
  readonly log: Log;
  readonly kinds: KindWatch | null;
}

/** Says in the cluster what one node does: in its Speaker, and as MetalLB's speaker would where its kinds are there. */
export class SpeakerStatus {
  /** Learns the node, with which all that is said here goes. */
  readonly nodes: ObjectBook;
  readonly #api: ApiClient;
  readonly #options: SpeakerStatusOptions;
  readonly #speaker: OwnObjects;
  readonly #services: readonly OwnObjects[];
  readonly #all: readonly OwnObjects[];

  constructor(api: ApiClient, options: SpeakerStatusOptions) {
    this.#api = api;
    this.#options = options;
    const { nodeName, doings, serviceLimit } = options;
    this.nodes = new ObjectBook(
      ({ kind, key }) => kind === 'Node' && key === nodeName,
      () => {
        this.touch();
      },
    );
    const reporter = serviceReporter(nodeName);
    this.#speaker = this.#own(SPEAKERS, { fieldSelector: `metadata.name=${nodeName}` }, (found) => [
      {
        name: nodeName,
        fields: speakerStatus({ sessions: doings.sessions(), owns: [...doings.owns()] }, found(nodeName)),
      },
    ]);
    const name = `speaker-${nodeName}`;
    const labels = { 'metallb.io/component-type': 'speaker', 'metallb.io/node-name': reporter.nodeLabel };
    const configuration = this.#own(CONFIGURATION_STATES, { fieldSelector: `metadata.name=${name}` }, () => [
      { name, labels, ...configurationState(options.state.problems, 'configReconcilerValid') },
    ]);
    const ours = { labelSelector: `metallb.io/node=${reporter.nodeLabel},${OUR_LABEL}` };
    this.#services = [
      this.#own(SERVICE_L2_STATUSES, ours, () => firstOf(doings.onLayer2(), serviceLimit, reporter.layer2)),
      this.#own(SERVICE_BGP_STATUSES, ours, () => firstOf(doings.byBgp(), serviceLimit, reporter.bgp)),
    ];
    this.#all = [this.#speaker, configuration, ...(serviceLimit === 0 ? [] : this.#services)];
  }

  /** Sessions, addresses or problems are other than before. */
  touch(): void {
    for (const own of this.#all) own.touch();
  }

  async run(signal: AbortSignal): Promise<void> {
    await Promise.all(this.#all.map((own) => own.run(signal)));
  }

  /** Says, once nothing is announced any more, that this is so. */
  async finish(): Promise<void> {
    await Promise.all([
      this.#speaker.finish(LAST_WORDS),
      ...this.#services.map((own) => own.removeAll(LAST_WORDS).catch(() => undefined)),
    ]);
  }

  /** All speakers together write about as much as one may alone. */
  #own(resource: Resource, ours: OwnObjectsOptions['ours'], wanted: OwnObjectsOptions['wanted']): OwnObjects {
    const { state, namespace, log, kinds } = this.#options;
    return new OwnObjects(this.#api, {
      resource,
      namespace: resource.namespaced ? namespace : null,
      ours,
      isReady: this.#options.doings.isSettled,
      wanted,
      owner: () => this.#owner(),
      log,
      kinds,
      settle: SETTLE,
      spacing: () => millis(Math.max(SPACING, state.nodes.size * PER_NODE)),
      perSecond: () => Math.min(PER_SECOND, ALL_PER_SECOND / Math.max(1, state.nodes.size)),
    });
  }

  #owner(): OwnerReference | null {
    for (const { apiVersion, kind, metadata } of this.nodes.values()) {
      const { name, uid } = metadata;
      if (uid !== undefined) return { apiVersion, kind, name, uid };
    }
    return null;
  }
}

/** Those first by name, so that the same Services are said of while others come and go. */
function firstOf<T>(
  announced: Iterable<readonly [ObjectKey, T]>,
  limit: number,
  report: (service: ObjectKey, how: T) => ServiceReport,
): readonly ServiceReport[] {
  const all = [...announced];
  const chosen = all.length <= limit ? all : all.sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, limit);
  return chosen.map(([service, how]) => report(service, how));
}

const SETTLE = millis(1000);
const LAST_WORDS = millis(2000);
const SPACING = 5000;
const PER_NODE = 60;
const PER_SECOND = 10;
const ALL_PER_SECOND = 100;

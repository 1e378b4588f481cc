import { DEFAULT_ELIGIBILITY, eligibility, isEligible } from '../decide/eligibility.ts';
import type { Eligibility } from '../decide/eligibility.ts';
import type { Log } from '../driver/log.ts';
import type { ApiClient } from '../k8s/client.ts';
import type { KindWatch } from '../k8s/kindWatch.ts';
import type { KubernetesObject } from '../k8s/object.ts';
import type { ClusterState } from '../source/clusterState.ts';
import { SERVICE_BGP_STATUSES, SERVICE_L2_STATUSES } from '../source/kinds.ts';
import { OUR_LABEL, OwnObjects } from './ownObjects.ts';

export interface ServiceSweepOptions {
  readonly state: ClusterState;
  readonly namespace: string;
  readonly kinds: KindWatch | null;
  readonly log: Log;
}

/** Removes what speakers said of Services before their nodes died, so that nobody looks for an address there. */
export class ServiceSweep {
  readonly #objects: readonly OwnObjects[];
  /** As of this round. */
  #eligibility: Eligibility = new Map();
  #isRunning = false;

  constructor(api: ApiClient, options: ServiceSweepOptions) {
    const { namespace, kinds, log } = options;
    this.#objects = [SERVICE_L2_STATUSES, SERVICE_BGP_STATUSES].map(
      (resource) =>
        new OwnObjects(api, {
          resource,
          namespace,
          ours: { labelSelector: OUR_LABEL },
          isReady: () => this.#isRunning,
          wanted: () => {
            this.#eligibility = eligibility([...options.state.nodes.values()], DEFAULT_ELIGIBILITY);
            return [];
          },
          keeps: (object) => this.#announces(object),
          owner: () => 'nobody',
          kinds,
          log,
        }),
    );
  }

  touch(): void {
    for (const each of this.#objects) each.touch();
  }

  async run(signal: AbortSignal): Promise<void> {
    this.#isRunning = true;
    await Promise.all(this.#objects.map((each) => each.run(signal)));
  }

  /** By the rule by which its speaker announces; one that still has to say its node is being made. */
  #announces({ status }: KubernetesObject): boolean {
    const { node = '' } = (status ?? {}) as { readonly node?: string };
    return node === '' || isEligible(this.#eligibility, node);
  }
}

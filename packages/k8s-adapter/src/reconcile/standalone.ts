import { decisiveVerdict } from '../decide/allocation.ts';
import { explanation } from '../decide/reason.ts';
import type { Log } from '../driver/log.ts';
import { failure } from '../driver/log.ts';
import type { ObjectKey } from '../model/object.ts';
import { ClusterState } from '../source/clusterState.ts';
import { Assigner } from './assigner.ts';
import { ReconcileLoop } from './loop.ts';
import type { NodeSpeaker } from './nodeSpeaker.ts';
import { ProblemReporter } from './problemReporter.ts';

export interface StandaloneOptions {
  readonly loadBalancerClass: string | null;
  readonly log: Log;
  /** The nodes are others than before; answers when those that are ours speak. */
  readonly nodesChanged: () => Promise<void>;
  /** The speakers that run now. */
  readonly speakers: () => Iterable<NodeSpeaker>;
  /** Services have other addresses than before. */
  readonly addressesChanged: () => void;
}

/** Addresses and announcements in one process, from whatever source: first the address, then its announcement. */
export class Standalone {
  readonly state: ClusterState;
  readonly assigner: Assigner;
  readonly #options: StandaloneOptions;
  readonly #loop: ReconcileLoop;
  readonly #problems: ProblemReporter;
  #hasSynced = false;

  constructor(options: StandaloneOptions) {
    this.#options = options;
    this.state = new ClusterState(
      {
        serviceChanged: (key) => {
          if (this.#hasSynced) this.#loop.add(key);
        },
        configChanged: () => {
          if (this.#hasSynced) this.#loop.add(EVERYTHING);
        },
        nodesChanged: () => {
          if (this.#hasSynced) this.#loop.add(NODES);
        },
        problemsChanged: () => {
          if (this.#hasSynced) this.#problems.touch();
        },
        synced: () => {
          this.#begin();
        },
      },
      { configNamespace: null, hasSecrets: false },
    );
    this.assigner = new Assigner({ state: this.state, loadBalancerClass: options.loadBalancerClass });
    this.#problems = new ProblemReporter({
      problems: () => this.state.problems,
      log: options.log,
      events: null,
      subjectOf: () => null,
    });
    this.#loop = new ReconcileLoop({
      reconcile: (key) => this.#reconcile(key),
      failed: (key, error, retryIn) => {
        options.log.error(
          { key, retryIn, ...failure(error) },
          'could not make this as it should be; trying again',
        );
      },
    });
  }

  get hasSynced(): boolean {
    return this.#hasSynced;
  }

  async stop(): Promise<void> {
    this.#problems.stop();
    await this.#loop.stop();
  }

  #begin(): void {
    this.#hasSynced = true;
    this.#problems.report();
    this.#loop.add(EVERYTHING);
    this.#loop.add(NODES);
    this.#loop.start();
  }

  /** Which nodes are ours is to be found out again. */
  lookForNodes(): void {
    this.#loop.add(NODES);
  }

  async #reconcile(key: string): Promise<void> {
    switch (key) {
      case EVERYTHING:
        this.#tell(this.assigner.placeAll());
        for (const speaker of this.#options.speakers()) speaker.surroundingsChanged();
        break;
      case NODES:
        await this.#options.nodesChanged();
        for (const speaker of this.#options.speakers()) speaker.surroundingsChanged();
        break;
      default:
        this.#tell(this.assigner.place(key));
        for (const speaker of this.#options.speakers()) speaker.serviceChanged(key);
    }
  }

  #tell(changed: readonly ObjectKey[]): void {
    if (changed.length === 0) return;
    for (const key of changed) {
      this.#say(key);
      for (const speaker of this.#options.speakers()) speaker.serviceChanged(key);
    }
    this.#options.addressesChanged();
  }

  #say(service: ObjectKey): void {
    const allocation = this.assigner.allocations.get(service);
    if (allocation === undefined || allocation.kind === 'ignored') return;
    const { addresses } = allocation;
    const verdict = decisiveVerdict(allocation);
    const fields = { service, reason: verdict.reason, addresses };
    if (addresses.length > 0) this.#options.log.info(fields, explanation(verdict));
    else this.#options.log.warn(fields, explanation(verdict));
  }
}

const EVERYTHING = '*everything';
const NODES = '*nodes';

import { decisiveVerdict } from '../decide/allocation.ts';
import type { Allocation } from '../decide/allocation.ts';
import { failure } from '../driver/log.ts';
import type { Log } from '../driver/log.ts';
import type { ApiClient } from '../k8s/client.ts';
import { isConflict, isNotFound } from '../k8s/error.ts';
import { subjectFrom } from '../k8s/event.ts';
import type { EventRecorder, EventSubject } from '../k8s/event.ts';
import type { KindWatch } from '../k8s/kindWatch.ts';
import { patchServiceStatus, statusPatch } from '../k8s/serviceStatus.ts';
import type { FoundStatus, StatusPatch } from '../k8s/serviceStatus.ts';
import { refKey } from '../model/object.ts';
import type { ObjectKey, ObjectRef } from '../model/object.ts';
import { ClusterState } from '../source/clusterState.ts';
import type { ObjectSink } from '../source/source.ts';
import { inOrder, StatusBook } from '../source/statusBook.ts';
import { Assigner } from './assigner.ts';
import { ConfigStatus } from './configStatus.ts';
import { ReconcileLoop } from './loop.ts';
import { ProblemReporter } from './problemReporter.ts';
import { reportOf } from './serviceReport.ts';

export interface ControllerOptions {
  readonly api: ApiClient;
  readonly log: Log;
  readonly events: Pick<EventRecorder, 'record' | 'forget'>;
  readonly loadBalancerClass: string | null;
  /** Ours. */
  readonly namespace: string;
  /** Says when the cluster gets a kind; without it, that is asked for now and then. */
  readonly kinds?: KindWatch | null;
}

/** Gives Services their addresses and writes it into their status. One term of one leader. */
export class Controller {
  readonly state: ClusterState;
  readonly assigner: Assigner;
  /** What the controller learns the cluster from. */
  readonly sink: ObjectSink;
  readonly #options: ControllerOptions;
  readonly #found = new StatusBook();
  /** The version of each Service that was written to: until the watch shows another, there is no more to write. */
  readonly #writtenTo = new Map<ObjectKey, string>();
  readonly #problems: ProblemReporter;
  readonly #configStatus: ConfigStatus;
  readonly #decisions: ReconcileLoop;
  readonly #writes: ReconcileLoop;
  #hasSynced = false;

  constructor(options: ControllerOptions) {
    this.#options = options;
    this.state = new ClusterState(
      {
        serviceChanged: (key) => {
          if (this.#hasSynced) this.#decisions.add(key);
        },
        configChanged: () => {
          if (this.#hasSynced) this.#decisions.add(EVERYTHING);
        },
        nodesChanged: () => {
          this.#configStatus.touch();
        },
        problemsChanged: () => {
          if (this.#hasSynced) this.#problems.touch();
          this.#configStatus.touch();
        },
        synced: () => {
          this.#begin();
        },
      },
      { configNamespace: null, hasSecrets: false },
    );
    this.assigner = new Assigner({ state: this.state, loadBalancerClass: options.loadBalancerClass });
    this.#configStatus = new ConfigStatus(options.api, {
      ...options,
      state: this.state,
      assigner: this.assigner,
    });
    this.sink = inOrder(this.#found, this.#configStatus.objects, this.state);
    this.#problems = new ProblemReporter({
      problems: () => this.state.problems,
      log: options.log,
      events: options.events,
      subjectOf: (ref) => this.#subjectOf(ref),
    });
    const failed = (key: string, error: unknown, retryIn: number): void => {
      options.log.warn(
        { service: key, ...failure(error), retryIn },
        'could not write the status; trying again',
      );
    };
    this.#decisions = new ReconcileLoop({
      reconcile: (key) => {
        this.#decide(key);
      },
      failed,
    });
    this.#writes = new ReconcileLoop({ reconcile: (key) => this.#write(key), failed, concurrency: 16 });
  }

  /** Whether everything has been seen, so that nothing is decided from a part. */
  get hasSynced(): boolean {
    return this.#hasSynced;
  }

  async stop(): Promise<void> {
    this.#problems.stop();
    await Promise.all([this.#decisions.stop(), this.#writes.stop(), this.#configStatus.stop()]);
  }

  #begin(): void {
    this.#hasSynced = true;
    this.#options.log.info({ services: this.state.services.size }, 'the cluster is known');
    this.#problems.report();
    this.#decisions.add(EVERYTHING);
    this.#decisions.start();
    this.#writes.start();
    this.#configStatus.begin();
  }

  #decide(key: string): void {
    const isAll = key === EVERYTHING;
    const changed = isAll ? this.assigner.placeAll() : this.assigner.place(key);
    for (const each of changed) this.#writes.add(each);
    if (isAll || changed.length > 0) this.#configStatus.touch();
    if (isAll) return;
    // What somebody else wrote into the status is put right, too.
    this.#writes.add(key);
  }

  async #write(key: ObjectKey): Promise<void> {
    const allocation = this.assigner.allocations.get(key);
    const found = this.#found.get(key);
    const service = this.state.services.get(key);
    if (allocation === undefined || found === null || service === undefined) {
      this.#writtenTo.delete(key);
      return;
    }
    if (this.#writtenTo.get(key) === found.resourceVersion) return;
    const wanted = reportOf(allocation, found);
    const patch = wanted === null ? null : statusPatch(found, wanted, new Date().toISOString());
    if (patch === null) return;
    try {
      await patchServiceStatus(this.#options.api, service.namespace, service.name, patch);
      this.#writtenTo.set(key, found.resourceVersion);
      this.#tell(key, allocation, found, patch);
    } catch (error) {
      // The Service changed or went meanwhile; the watch brings it here again.
      if (!isConflict(error) && !isNotFound(error)) throw error;
    }
  }

  #tell(key: ObjectKey, allocation: Allocation, found: FoundStatus, { status }: StatusPatch): void {
    const condition = status?.conditions?.[0];
    const { reason, message } = condition ?? {};
    const { addresses, pools } = allocation;
    this.#options.log.info(
      { service: key, reason: decisiveVerdict(allocation).reason, addresses, pools },
      addresses.length > 0 ? 'address written' : 'no address',
    );
    if (typeof reason !== 'string' || typeof message !== 'string') return;
    const type = addresses.length > 0 ? 'Normal' : 'Warning';
    const regarding = this.#serviceSubject(key, found);
    this.#options.events.record({ type, reason, message, regarding });
  }

  #serviceSubject(key: ObjectKey, { uid }: FoundStatus): EventSubject {
    const [namespace = '', name = ''] = key.split('/');
    return { apiVersion: 'v1', kind: 'Service', namespace, name, uid };
  }

  #subjectOf(ref: ObjectRef): EventSubject | null {
    const [kind, key] = [ref.kind, refKey(ref)];
    const found = kind === 'Service' ? this.#found.get(key) : null;
    if (found !== null) return this.#serviceSubject(key, found);
    return subjectFrom(this.state.configObject(kind, key));
  }
}

/** The key under which everything is decided anew; no Service has it. */
const EVERYTHING = '*';

import type { Log } from '../driver/log.ts';
import type { ApiClient } from '../k8s/client.ts';
import { subjectFrom } from '../k8s/event.ts';
import type { EventRecorder } from '../k8s/event.ts';
import { refKey } from '../model/object.ts';
import type { ClusterState } from '../source/clusterState.ts';
import type { ConnectionListener } from '../source/kubernetes.ts';
import { SecretSource } from '../source/secrets.ts';
import { ProblemReporter } from './problemReporter.ts';

export interface PasswordWatchOptions {
  readonly state: ClusterState;
  readonly log: Log;
  readonly events: Pick<EventRecorder, 'record' | 'forget'>;
  readonly listener: ConnectionListener;
  readonly signal: AbortSignal;
}

/** Brings the passwords of peers, and says which of them are missing: the controller may not see Secrets. */
export class PasswordWatch {
  readonly #options: PasswordWatchOptions;
  readonly #secrets: SecretSource;
  readonly #reporter: ProblemReporter;
  #hasBegun = false;

  constructor(api: ApiClient, options: PasswordWatchOptions) {
    const { state, log, events, listener } = options;
    this.#options = options;
    this.#reporter = new ProblemReporter({
      problems: () => state.problems.filter(({ field }) => field.endsWith('.passwordSecret')),
      log,
      events,
      subjectOf: (ref) => subjectFrom(state.configObject(ref.kind, refKey(ref))),
    });
    this.#secrets = new SecretSource(api, {
      sink: state,
      listener,
      synced: () => {
        this.#reporter.touch();
      },
    });
  }

  /** The configuration is known. */
  begin(): void {
    this.#hasBegun = true;
    this.configChanged();
  }

  /** Looks where passwords are now. */
  configChanged(): void {
    if (!this.#hasBegun) return;
    const { state, signal } = this.#options;
    this.#secrets.follow(state.secretNamespaces, signal);
    if (this.#secrets.hasSynced) this.#reporter.touch();
  }

  async ended(): Promise<void> {
    await this.#secrets.ended();
    this.#reporter.stop();
  }
}

import { hostname } from 'node:os';
import type { Io } from '../command/command.ts';
import { EXIT } from '../command/exitCode.ts';
import { flagsOf, wantsHelp } from '../command/flags.ts';
import { helpPage } from '../config/help.ts';
import { load } from '../config/load.ts';
import { controllerSettings } from '../config/schema.ts';
import type { ControllerConfig } from '../config/schema.ts';
import { createLog, failure } from '../driver/log.ts';
import type { Log } from '../driver/log.ts';
import { addAllocatorMetrics } from '../driver/metric/allocator.ts';
import { createRegistry } from '../driver/metric/registry.ts';
import { addSourceMetrics } from '../driver/metric/source.ts';
import { pagesOf } from '../http/pages.ts';
import { HttpServer } from '../http/server.ts';
import { EventRecorder } from '../k8s/event.ts';
import { KindWatch } from '../k8s/kindWatch.ts';
import { LeaderElection } from '../k8s/leader.ts';
import { Controller } from '../reconcile/controller.ts';
import { CONTROLLER_FOLLOWINGS } from '../source/kinds.ts';
import { KubernetesSource } from '../source/kubernetes.ts';
import { connect } from './connect.ts';
import type { Cluster } from './connect.ts';
import { connectionLog } from './connectionLog.ts';
import { controllerStatus } from './controllerStatus.ts';
import { runUntilSignal } from './runUntilSignal.ts';

export const flags: readonly string[] = flagsOf(controllerSettings);

/** `fairlead controller` */
export async function run(args: readonly string[], io: Io): Promise<number> {
  if (wantsHelp(args)) {
    io.print(helpPage('controller', ABOUT, controllerSettings));
    return EXIT.ok;
  }
  const config = load(controllerSettings, { args, environment: io.environment });
  const log = createLog({ level: config.logLevel, format: config.logFormat, fields: {} });
  const program = new ControllerProgram(config, io.environment, log);
  await runUntilSignal((signal) => program.run(signal));
  return EXIT.ok;
}

/** A replica: it waits for the Lease, works while it leads, and shows what it does. */
class ControllerProgram {
  readonly #config: ControllerConfig;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #log: Log;
  readonly #http: HttpServer;
  #isConnected = false;
  #term: Term | null = null;

  constructor(config: ControllerConfig, environment: NodeJS.ProcessEnv, log: Log) {
    this.#config = config;
    this.#environment = environment;
    this.#log = log;
    this.#http = new HttpServer(this.#pages());
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.#http.listen(this.#config.http);
    try {
      const cluster = await connect(this.#config, this.#environment, this.#log, signal);
      this.#isConnected = true;
      this.#log.info({ server: cluster.api.server, namespace: cluster.namespace }, 'connected');
      await this.#compete(cluster, signal);
      cluster.api.close();
    } finally {
      await this.#http.close();
    }
  }

  async #compete({ api, namespace }: Cluster, signal: AbortSignal): Promise<void> {
    const events = new EventRecorder(api, {
      component: 'fairlead-controller',
      host: hostname(),
      failed: (error) => {
        this.#log.debug({ ...failure(error) }, 'could not write an Event');
      },
    });
    const election = new LeaderElection(api, {
      namespace,
      name: 'fairlead-controller',
      identity: `${hostname()}-${process.pid}-${Math.random().toString(36).slice(2, 8)}`,
      lead: (leading) => this.#lead({ api, namespace }, events, leading),
      failed: (error) => {
        this.#log.warn({ reason: 'leaseFailed', ...failure(error) }, 'could not read or write the Lease');
      },
    });
    await Promise.all([election.run(signal), events.run(signal)]);
  }

  async #lead({ api, namespace }: Cluster, events: EventRecorder, signal: AbortSignal): Promise<void> {
    this.#log.info('leading');
    const { loadBalancerClass } = this.#config;
    const kinds = new KindWatch(api);
    const controller = new Controller({ api, log: this.#log, events, loadBalancerClass, namespace, kinds });
    const source = new KubernetesSource(api, CONTROLLER_FOLLOWINGS, connectionLog(this.#log), kinds);
    this.#term = { controller, source };
    await Promise.all([source.run(controller.sink, signal), kinds.run(signal)]);
    await controller.stop();
    this.#term = null;
    this.#log.info('no longer leading');
  }

  #pages(): ReturnType<typeof pagesOf> {
    const registry = createRegistry();
    addSourceMetrics(registry, () => this.#term?.source.statistics ?? null);
    addAllocatorMetrics(registry, () => {
      if (this.#term?.controller.hasSynced !== true) return null;
      const { state, assigner } = this.#term.controller;
      return { pools: state.config.pools, usage: (pool) => assigner.usage(pool) };
    });
    return pagesOf({
      registry,
      unreadiness: () => this.#unreadiness(),
      status: () => controllerStatus(this.#term?.controller ?? null),
    });
  }

  #unreadiness(): string | null {
    if (!this.#isConnected) return 'the API server has not answered yet';
    const isReady = this.#term === null || this.#term.controller.hasSynced;
    return isReady ? null : 'the cluster is not known yet';
  }
}

interface Term {
  readonly controller: Controller;
  readonly source: KubernetesSource;
}

const ABOUT = `Gives Services of type LoadBalancer their addresses and writes them into their status.
Of any number of replicas one works; the others take over within seconds.`;

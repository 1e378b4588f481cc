import { ok } from '@fairlead/inet';
import type { Io } from '../command/command.ts';
import { EXIT } from '../command/exitCode.ts';
import { flagsOf, wantsHelp } from '../command/flags.ts';
import { ConfigError } from '../config/error.ts';
import { helpPage } from '../config/help.ts';
import { load } from '../config/load.ts';
import { speakerSettings } from '../config/schema.ts';
import type { SpeakerConfig } from '../config/schema.ts';
import { failbackAges } from '../decide/standing.ts';
import { createLog, failure } from '../driver/log.ts';
import type { Log } from '../driver/log.ts';
import { createRegistry } from '../driver/metric/registry.ts';
import { addSourceMetrics } from '../driver/metric/source.ts';
import { addSpeakerMetrics } from '../driver/metric/speaker.ts';
import { addLayer2Metrics } from '../driver/metric/layer2.ts';
import type { L2Driver } from '../driver/l2/driver.ts';
import { pagesOf } from '../http/pages.ts';
import { HttpServer } from '../http/server.ts';
import { EventRecorder } from '../k8s/event.ts';
import { KindWatch } from '../k8s/kindWatch.ts';
import { Membership } from '../reconcile/membership.ts';
import { PasswordWatch } from '../reconcile/passwordWatch.ts';
import { refusedPeers } from '../reconcile/refusedPeers.ts';
import { SpeakerStatus } from '../reconcile/speakerStatus.ts';
import { ClusterState } from '../source/clusterState.ts';
import { FOLLOWINGS } from '../source/kinds.ts';
import { KubernetesSource } from '../source/kubernetes.ts';
import { inOrder } from '../source/statusBook.ts';
import { connect } from './connect.ts';
import type { Cluster } from './connect.ts';
import { connectionLog } from './connectionLog.ts';
import { openResponder } from './layer2.ts';
import { NodeRuntime } from './node.ts';
import { runUntilSignal } from './runUntilSignal.ts';

export const flags: readonly string[] = flagsOf(speakerSettings);

/** `fairlead speaker` */
export async function run(args: readonly string[], io: Io): Promise<number> {
  if (wantsHelp(args)) {
    io.print(helpPage('speaker', ABOUT, speakerSettings));
    return EXIT.ok;
  }
  const config = load(speakerSettings, { args, environment: io.environment });
  const { nodeName } = config;
  if (nodeName === null) {
    throw new ConfigError(
      'which node is this? Say --node-name, or set FAIRLEAD_NODE_NAME to spec.nodeName of the pod',
    );
  }
  const log = createLog({ level: config.logLevel, format: config.logFormat, fields: { node: nodeName } });
  const program = new SpeakerProgram(nodeName, config, io.environment, log);
  await runUntilSignal((signal) => program.run(signal));
  return EXIT.ok;
}

/** The speaker of this node: it learns the cluster, says what follows from it, and shows what it does. */
class SpeakerProgram {
  readonly #nodeName: string;
  readonly #config: SpeakerConfig;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #log: Log;
  readonly #http: HttpServer;
  #source: KubernetesSource | null = null;
  #runtime: NodeRuntime | null = null;
  #layer2: L2Driver | null = null;
  #state: ClusterState | null = null;

  constructor(nodeName: string, config: SpeakerConfig, environment: NodeJS.ProcessEnv, log: Log) {
    this.#nodeName = nodeName;
    this.#config = config;
    this.#environment = environment;
    this.#log = log;
    this.#http = new HttpServer(this.#pages());
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.#http.listen(this.#config.http);
    try {
      const cluster = await connect(this.#config, this.#environment, this.#log, signal);
      this.#log.info({ server: cluster.api.server, namespace: cluster.namespace }, 'connected');
      await this.#speak(cluster, signal);
      cluster.api.close();
    } finally {
      await this.#http.close();
    }
  }

  async #speak({ api, namespace }: Cluster, signal: AbortSignal): Promise<void> {
    const log = this.#log;
    const members = new Membership(api, {
      namespace,
      nodeName: this.#nodeName,
      leaseDuration: this.#config.leaseDuration,
      links: () => (this.#layer2?.links ?? []).filter(({ isRunning }) => isRunning),
      ages: () => failbackAges(state.config.l2Advertisements),
      log,
      changed: () => {
        runtime.speaker.membersChanged();
      },
    });
    const beating: Promise<void>[] = [];
    const state = new ClusterState(
      {
        serviceChanged: (key) => {
          runtime.speaker.serviceChanged(key);
        },
        configChanged: () => {
          passwords.configChanged();
          runtime.speaker.surroundingsChanged();
        },
        nodesChanged: () => {
          runtime.speaker.surroundingsChanged();
        },
        problemsChanged: () => {
          status.touch();
        },
        synced: () => {
          log.info({ services: state.services.size, nodes: state.nodes.size }, 'the cluster is known');
          passwords.begin();
          runtime.speaker.begin();
        },
      },
      { configNamespace: null, hasSecrets: true },
    );
    const listener = connectionLog(log);
    const events = new EventRecorder(api, {
      component: 'fairlead-speaker',
      host: this.#nodeName,
      failed: (error) => {
        log.debug({ ...failure(error) }, 'could not write an Event');
      },
    });
    const passwords = new PasswordWatch(api, { state, log, events, listener, signal });
    const runtime: NodeRuntime = new NodeRuntime({
      state,
      nodeName: this.#nodeName,
      addressesOf: ({ assigned }) => assigned?.addresses ?? [],
      bindsToNode: false,
      drain: this.#config.drain,
      drainsWhenCordoned: this.#config.drainCordoned,
      listen: this.#config.bgpListen.map((address) => ({ address })),
      openLayer2: async () => {
        const responder = await openResponder(this.#config, log, () => {
          members.linksChanged();
        });
        if (!responder.ok) return responder;
        this.#layer2 = responder.value;
        beating.push(members.run(signal));
        return ok({ responder: responder.value, members });
      },
      log,
      refused: refusedPeers(state, events, this.#nodeName),
      changed: () => {
        status.touch();
      },
    });
    const kinds = new KindWatch(api);
    const status = new SpeakerStatus(api, {
      state,
      nodeName: this.#nodeName,
      namespace,
      doings: runtime.doings,
      serviceLimit: this.#config.serviceStatus,
      log,
      kinds,
    });
    this.#state = state;
    this.#runtime = runtime;
    this.#source = new KubernetesSource(api, FOLLOWINGS, listener, kinds);
    const sink = inOrder(status.nodes, state);
    await Promise.all([
      this.#source.run(sink, signal),
      kinds.run(signal),
      events.run(signal),
      status.run(signal),
    ]);
    await Promise.all([...beating, passwords.ended()]);
    await this.#leave(runtime, beating.length === 0 ? null : members);
    await status.finish();
  }

  /** Others take over before anything is given up. */
  async #leave(runtime: NodeRuntime, members: Membership | null): Promise<void> {
    this.#log.info({ drain: this.#config.drain }, 'stopping: routes are lowered, then taken back');
    await members?.leave().catch((error: unknown) => {
      this.#log.warn({ reason: 'leaseFailed', ...failure(error) }, 'could not give the Lease back');
    });
    await runtime.speaker.stop(this.#config.drain);
    this.#log.info('stopped');
  }

  #pages(): ReturnType<typeof pagesOf> {
    const registry = createRegistry();
    addSourceMetrics(registry, () => this.#source?.statistics ?? null);
    addSpeakerMetrics(registry, () => (this.#runtime === null ? [] : [this.#runtime.view]));
    addLayer2Metrics(registry, async () => (await this.#layer2?.status()) ?? []);
    return pagesOf({
      registry,
      unreadiness: () => {
        if (this.#source === null) return 'the API server has not answered yet';
        return this.#source.statistics.hasSynced ? null : 'the cluster is not known yet';
      },
      status: () => ({
        ready: this.#source?.statistics.hasSynced ?? false,
        problems: this.#state?.problems.length ?? 0,
        ...this.#runtime?.status,
      }),
    });
  }
}

const ABOUT = `Announces the addresses of Services from one node: by BGP to its peers, by ARP and NDP on its interfaces.`;

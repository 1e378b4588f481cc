import { ok } from '@fairlead/inet';
import type { Result } from '@fairlead/inet';
import type { Io } from '../command/command.ts';
import { EXIT } from '../command/exitCode.ts';
import { flagsOf, wantsHelp } from '../command/flags.ts';
import { ConfigError } from '../config/error.ts';
import { helpPage } from '../config/help.ts';
import { load } from '../config/load.ts';
import { standaloneSettings } from '../config/schema.ts';
import type { StandaloneConfig } from '../config/schema.ts';
import { SharedResponder } from '../driver/l2/shared.ts';
import { createLog, failure } from '../driver/log.ts';
import type { Log } from '../driver/log.ts';
import { addAllocatorMetrics } from '../driver/metric/allocator.ts';
import { createRegistry } from '../driver/metric/registry.ts';
import { addSpeakerMetrics } from '../driver/metric/speaker.ts';
import { addLayer2Metrics } from '../driver/metric/layer2.ts';
import type { L2Driver } from '../driver/l2/driver.ts';
import { pagesOf } from '../http/pages.ts';
import { HttpServer } from '../http/server.ts';
import type { Layer2Side } from '../reconcile/nodeSpeaker.ts';
import { Standalone } from '../reconcile/standalone.ts';
import { FileSource } from '../source/fileSource.ts';
import {
  defaultStateFile,
  readAddresses,
  remembering,
  writeAddresses,
} from '../source/rememberedAddresses.ts';
import { watchAddresses } from './addressWatch.ts';
import { poolLine, problemLine, serviceLines } from './controllerStatus.ts';
import { openResponder } from './layer2.ts';
import { localNodes } from './localNodes.ts';
import { NodeRuntime } from './node.ts';
import { runUntilSignal } from './runUntilSignal.ts';

export const flags: readonly string[] = flagsOf(standaloneSettings);

/** `fairlead standalone` */
export async function run(args: readonly string[], io: Io): Promise<number> {
  if (wantsHelp(args)) {
    io.print(helpPage('standalone', ABOUT, standaloneSettings));
    return EXIT.ok;
  }
  const config = load(standaloneSettings, { args, environment: io.environment });
  if (config.files.length === 0)
    throw new ConfigError('nothing to read: say -f with a manifest or a folder of them');
  const log = createLog({ level: config.logLevel, format: config.logFormat, fields: {} });
  const stateFile = config.stateFile ?? defaultStateFile(config.files, io.environment);
  await runUntilSignal((signal) => new StandaloneProgram(config, stateFile, log).run(signal));
  return EXIT.ok;
}

/** Controller and speakers in one process, from files instead of a cluster. */
class StandaloneProgram {
  readonly #config: StandaloneConfig;
  readonly #stateFile: string;
  readonly #log: Log;
  readonly #work: Standalone;
  readonly #nodes = new Map<string, NodeRuntime>();
  readonly #http: HttpServer;
  #responder: Promise<Result<SharedResponder>> | null = null;
  #layer2: L2Driver | null = null;

  constructor(config: StandaloneConfig, stateFile: string, log: Log) {
    this.#config = config;
    this.#stateFile = stateFile;
    this.#log = log;
    this.#work = new Standalone({
      loadBalancerClass: config.loadBalancerClass,
      log,
      nodesChanged: () => this.#matchNodes(),
      speakers: () => [...this.#nodes.values()].map(({ speaker }) => speaker),
      addressesChanged: () => {
        this.#remember();
      },
    });
    this.#http = new HttpServer(this.#pages());
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.#http.listen(this.#config.http);
    watchAddresses(() => {
      this.#work.lookForNodes();
    }, signal);
    try {
      const remembered = readAddresses(this.#stateFile);
      const source = new FileSource({
        paths: this.#config.files,
        onSyntaxProblems: (problems) => {
          if (problems.length === 0) this.#log.info('every file is YAML again');
          for (const { file, line, message } of problems) {
            this.#log.error(
              { reason: 'syntax', origin: `${file}:${line}` },
              `${message}; what was read before stays`,
            );
          }
        },
      });
      await source.run(remembering(remembered, this.#work.state), signal);
      this.#log.info({ drain: this.#config.drain }, 'stopping: routes are lowered, then taken back');
      await this.#work.stop();
      await Promise.all([...this.#nodes.values()].map(({ speaker }) => speaker.stop(this.#config.drain)));
    } finally {
      await this.#http.close();
    }
  }

  /** Speaks for each node that this machine is, and for no other. */
  async #matchNodes(): Promise<void> {
    const { nodeName } = this.#config;
    const present = [...this.#work.state.nodes.values()];
    const wanted = await localNodes(
      nodeName === null ? present : present.filter(({ name }) => name === nodeName),
    );
    for (const [name, { speaker }] of this.#nodes) {
      if (this.#work.state.nodes.has(name)) continue;
      this.#nodes.delete(name);
      this.#log.info({ node: name }, 'no longer speaking for this node');
      await speaker.stop(this.#config.drain);
    }
    for (const { name } of wanted) {
      if (this.#nodes.has(name)) continue;
      const runtime = this.#runtime(name);
      this.#nodes.set(name, runtime);
      this.#log.info({ node: name }, 'speaking for this node');
      runtime.speaker.begin();
    }
    if (this.#nodes.size === 0) {
      const names = present.map(({ name }) => name).join(', ');
      const them =
        present.length === 0 ? 'there is no Node object' : `none of ${names} has an address of this machine`;
      this.#log.warn({ reason: 'noLocalNode' }, `${them}: nothing is announced`);
    }
  }

  #runtime(nodeName: string): NodeRuntime {
    const { bgpListen } = this.#config;
    return new NodeRuntime({
      state: this.#work.state,
      nodeName,
      addressesOf: ({ key }) => this.#work.assigner.addressesOf(key),
      bindsToNode: true,
      drain: this.#config.drain,
      drainsWhenCordoned: this.#config.drainCordoned,
      listen: bgpListen.map((address) => ({ address })),
      openLayer2: () => this.#openLayer2(nodeName),
      log: this.#log,
    });
  }

  /** Without a cluster there is nobody to ask who is alive: every node counts. */
  async #openLayer2(nodeName: string): Promise<Result<Layer2Side>> {
    this.#responder ??= openResponder(this.#config, this.#log).then((opened) => {
      if (!opened.ok) return opened;
      this.#layer2 = opened.value;
      return ok(new SharedResponder(opened.value));
    });
    const shared = await this.#responder;
    return shared.ok ? ok({ responder: shared.value.for(nodeName), members: null }) : shared;
  }

  #remember(): void {
    const { allocations } = this.#work.assigner;
    const assigned = [...allocations].filter(([, { addresses }]) => addresses.length > 0);
    try {
      writeAddresses(this.#stateFile, new Map(assigned.map(([key, { addresses }]) => [key, addresses])));
    } catch (error) {
      this.#log.warn(
        { reason: 'stateUnwritable', file: this.#stateFile, ...failure(error) },
        'addresses are not remembered over a restart; choose another --state-file',
      );
    }
  }

  #pages(): ReturnType<typeof pagesOf> {
    const registry = createRegistry();
    const { state, assigner } = this.#work;
    addAllocatorMetrics(registry, () => ({
      pools: state.config.pools,
      usage: (pool) => assigner.usage(pool),
    }));
    addSpeakerMetrics(registry, () => [...this.#nodes.values()].map(({ view }) => view));
    addLayer2Metrics(registry, async () => (await this.#layer2?.status()) ?? []);
    return pagesOf({
      registry,
      unreadiness: () => (this.#work.hasSynced ? null : 'the files are not read yet'),
      status: () => ({
        services: serviceLines(assigner),
        pools: state.config.pools.map((pool) => poolLine(pool, assigner)),
        problems: state.problems.map(problemLine),
        nodes: [...this.#nodes.values()].map(({ status }) => status),
      }),
    });
  }
}

const ABOUT = `Does from files what controller and speakers do in a cluster: gives Services their addresses, and announces
them for each Node whose address is on this machine. Files are read again when they change.`;

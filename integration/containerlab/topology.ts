import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What of a node of the topology matters to whoever runs it without containerlab. */
export interface TopologyNode {
  readonly name: string;
  readonly group: string | null;
  /** The node whose network it shares; `null` where it has its own. */
  readonly sharesNetworkOf: string | null;
  readonly image: string;
  readonly cmd: string;
  /** Files of this folder, by where they appear in the container. */
  readonly binds: ReadonlyMap<string, string>;
  readonly env: Readonly<Record<string, string>>;
  readonly sysctls: Readonly<Record<`net.${string}`, number>>;
  readonly exec: readonly string[];
}

export interface Topology {
  readonly nodes: readonly TopologyNode[];
  /** Pairs of a node and its interface. */
  readonly links: readonly (readonly [TopologyEnd, TopologyEnd])[];
}

export interface TopologyEnd {
  readonly node: string;
  readonly interface: string;
}

/** The folder of the topology. */
export const FOLDER: string = import.meta.dirname;
export const TOPOLOGY_FILE: string = join(FOLDER, 'fairlead.clab.yml');

export function readTopology(): Topology {
  const { topology } = parse(readFileSync(TOPOLOGY_FILE, 'utf8')) as TopologyFile;
  const nodes = Object.entries(topology.nodes).map(([name, own]) => {
    const settings = { ...topology.defaults, ...topology.groups[own.group ?? ''], ...own };
    const { group = null, image = '', cmd = '', env = {}, sysctls = {}, exec = [] } = settings;
    const shared = /^container:(.+)$/.exec(settings['network-mode'] ?? '')?.[1] ?? null;
    const binds = new Map((settings.binds ?? []).map((bind) => bindOf(bind)));
    return { name, group, sharesNetworkOf: shared, image, cmd, binds, env, sysctls, exec };
  });
  const links = topology.links.map(({ endpoints: [a, b] }) => [endOf(a), endOf(b)] as const);
  return { nodes, links };
}

function bindOf(bind: string): readonly [string, string] {
  const [source = '', target = ''] = bind.split(':');
  return [target, join(FOLDER, source)];
}

function endOf(endpoint: string): TopologyEnd {
  const [node = '', name = ''] = endpoint.split(':');
  return { node, interface: name };
}

interface TopologyFile {
  readonly topology: {
    readonly defaults: NodeSettings;
    readonly groups: Readonly<Record<string, NodeSettings>>;
    readonly nodes: Readonly<Record<string, NodeSettings>>;
    readonly links: readonly { readonly endpoints: readonly [string, string] }[];
  };
}

interface NodeSettings {
  readonly group?: string;
  readonly image?: string;
  readonly 'network-mode'?: string;
  readonly cmd?: string;
  readonly binds?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly sysctls?: Readonly<Record<`net.${string}`, number>>;
  readonly exec?: readonly string[];
}

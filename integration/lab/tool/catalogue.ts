import { findContainerlab } from './containerlab.ts';
import { findDebianTool } from './debian.ts';
import { findGoTool, goInstall } from './golang.ts';
import { assetsProgram, findKubernetes } from './kubernetes.ts';
import type { Lookup, Program } from './lookup.ts';
import { collectDefinitions } from './metallb.ts';
import { findNamespaces } from './privilege.ts';

/** What tests ask for by name. */
export type ToolName = keyof typeof catalogue;

/** Looks a tool up, once per process; fetches or builds it where it is not there. */
export async function findTool(name: ToolName): Promise<Lookup> {
  const lookup = lookups.get(name) ?? catalogue[name]();
  lookups.set(name, lookup);
  return await lookup;
}

/** A program of a tool; throws the reason where the tool is missing. */
export async function programOf(tool: ToolName, name: string = tool): Promise<Program> {
  const lookup = await findTool(tool);
  if (lookup.kind === 'missing') throw new Error(lookup.reason);
  const program = lookup.programs.get(name);
  if (program === undefined) throw new RangeError(`${tool} has no program ${name}`);
  return program;
}

const lookups = new Map<ToolName, Promise<Lookup>>();

const catalogue = {
  namespaces: findNamespaces,
  frr: debian('frr', ['bgpd', 'zebra', 'bfdd', 'vtysh'], ['frr', 'frrvty']),
  bird: debian('bird2', ['bird', 'birdc']),
  gobgp: debian('gobgpd', ['gobgpd', 'gobgp']),
  exabgp: debian('exabgp', ['python3-exabgp'], ['exabgp']),
  keepalived: debian('keepalived', ['keepalived']),
  tcpdump: debian('tcpdump', ['tcpdump']),
  tshark: debian('tshark', ['tshark']),
  arping: debian('iputils-arping', ['arping']),
  ping: debian('iputils-ping', ['ping']),
  ndisc6: debian('ndisc6', ['ndisc6']),
  nftables: debian('nftables', ['nft']),
  containerlab: findContainerlab,
  'qemu-aarch64': async () =>
    await findDebianTool({
      package: 'qemu-user',
      and: ['libc6-arm64-cross', 'libstdc++6-arm64-cross'],
      programs: ['qemu-aarch64'],
    }),
  docker: debian('docker.io', ['dockerd', 'docker'], ['docker']),
  etcd: async () => assetsProgram('etcd') ?? (await debian('etcd-server', ['etcd'])()),
  'kube-apiserver': async () => await findKubernetes('kube-apiserver'),
  'kube-controller-manager': async () => await findKubernetes('kube-controller-manager'),
  'kube-proxy': async () => await findKubernetes('kube-proxy'),
  'gobgp-4': async () =>
    await findGoTool({
      name: 'gobgp',
      version: '4.8.0',
      programs: ['gobgpd', 'gobgp'],
      takes: '1 minute',
      build: goInstall('github.com/osrg/gobgp/v4/cmd'),
    }),
  metallb: async () =>
    await findGoTool({
      name: 'metallb',
      version: '0.15.2',
      programs: ['speaker', 'controller'],
      takes: '3 minutes',
      build: goInstall('go.universe.tf/metallb'),
    }),
  'metallb-definitions': async () =>
    await findGoTool({
      name: 'metallb-definitions',
      version: '0.16.2',
      programs: ['definitions.yaml'],
      takes: '10 seconds',
      build: collectDefinitions,
    }),
} satisfies Record<string, () => Promise<Lookup>>;

function debian(
  name: string,
  programs: readonly string[],
  users: readonly string[] = [],
): () => Promise<Lookup> {
  return async () => await findDebianTool({ package: name, programs, users });
}

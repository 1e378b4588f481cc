import { kernelRoutes } from '../../lab/index.ts';
import type { Fabric, FabricNode, Frr } from '../../lab/index.ts';

export const NODE_AS = 64512;
export const ROUTER_AS = 64500;

/** The router as its operator configures it: every node is a neighbour, over IPv4 and over IPv6. */
export function routerConfig(nodes: number): string {
  const hosts = Array.from({ length: nodes }, (_, index) => 11 + index);
  const neighbors = hosts.flatMap((host) => [`10.1.0.${host}`, `fd00:1::${host}`]);
  return [
    `router bgp ${ROUTER_AS}`,
    'bgp router-id 10.1.0.1',
    'no bgp ebgp-requires-policy',
    'no bgp default ipv4-unicast',
    ...neighbors.map((neighbor) => `neighbor ${neighbor} remote-as ${NODE_AS}`),
    ...['ipv4', 'ipv6'].flatMap((family) => [
      `address-family ${family} unicast`,
      ...neighbors
        .filter((neighbor) => neighbor.includes(':') === (family === 'ipv6'))
        .map((neighbor) => `neighbor ${neighbor} activate`),
      'maximum-paths 8',
      'exit-address-family',
    ]),
    'exit',
  ].join('\n');
}

/** A router of the nodes' AS, in the place of the neighbour on their segment. */
export function reflectorConfig(nodes: number): string {
  const neighbors = Array.from(
    { length: nodes },
    (_, index) => `neighbor 10.1.0.${11 + index} remote-as ${NODE_AS}`,
  );
  return [`router bgp ${NODE_AS}`, 'bgp router-id 10.1.0.200', ...neighbors, 'exit'].join('\n');
}

/** The neighbours that a router spreads a prefix over. */
export async function usedNextHops(frr: Frr, prefix: string): Promise<readonly string[]> {
  const paths = await frr.pathsOf(prefix);
  return paths
    .filter(({ used }) => used)
    .flatMap(({ from }) => from)
    .sort();
}

/** The gateways that the router's kernel spreads a destination over. */
export async function kernelGateways({ router }: Fabric, destination: string): Promise<readonly string[]> {
  const routes = await kernelRoutes(router, destination.includes(':') ? 'ipv6' : 'ipv4');
  const nextHops = routes.find((route) => route.destination === destination)?.nextHops ?? [];
  return nextHops.flatMap(({ gateway }) => gateway ?? []).sort();
}

export function addressesOf(nodes: readonly FabricNode[], family: 'ipv4' | 'ipv6'): readonly string[] {
  return nodes.map((node) => node[family]).sort();
}

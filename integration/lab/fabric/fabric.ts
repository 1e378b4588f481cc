import { startApiServer } from '../kubernetes/apiServer.ts';
import type { ApiServer } from '../kubernetes/apiServer.ts';
import { startKubeProxy } from '../kubernetes/kubeProxy.ts';
import type { Lab } from '../lab.ts';
import { connect, createSegment, ip, plugIn } from '../network/link.ts';
import type { Cable, Segment } from '../network/link.ts';
import { createManagement } from '../network/management.ts';
import { createNamespace, setSysctls } from '../network/namespace.ts';
import type { Namespace } from '../network/namespace.ts';
import { startFrr } from '../router/frr.ts';
import type { Frr } from '../router/frr.ts';
import { startBackend } from '../traffic/backend.ts';
import { nodeObject } from './manifest.ts';

/**
 * A cluster and the network around it:
 *
 *     client --- router --+-- node-1, node-2, ...   (each with kube-proxy and a backend)
 *                         +-- neighbor
 *
 * The router runs FRR and spreads flows over equal routes; nodes reach the API server over a management network.
 */
export interface Fabric {
  readonly server: ApiServer;
  readonly router: Namespace;
  readonly frr: Frr;
  readonly nodes: readonly FabricNode[];
  /** Behind the router. */
  readonly client: Namespace;
  /** On the nodes' segment. */
  readonly neighbor: Namespace;
  readonly segment: Segment;
}

export interface FabricNode {
  readonly name: string;
  readonly namespace: Namespace;
  readonly ipv4: string;
  readonly ipv6: string;
  /** To the segment. */
  readonly cable: Cable;
  /** To the API server. */
  readonly management: Cable;
}

export interface FabricOptions {
  readonly nodes: number;
  /** The configuration of the router's bgpd. */
  readonly config: string;
  /** Whether the nodes run kube-proxy and a backend; they do unless told otherwise. */
  readonly traffic?: boolean;
}

/** The network of the nodes' segment; hosts from .11 are nodes. */
export const NODE_NETWORK = { ipv4: '10.1.0', ipv6: 'fd00:1:' } as const;
const CLIENT_NETWORK = { ipv4: '10.2.0', ipv6: 'fd00:2:' } as const;
const [ROUTER_HOST, CLIENT_HOST, NEIGHBOR_HOST, FIRST_NODE_HOST] = [1, 2, 200, 11];
/** Where each node's backend listens. */
export const BACKEND_PORT = 8080;

export async function buildFabric(
  lab: Lab,
  { nodes: count, config, traffic = true }: FabricOptions,
): Promise<Fabric> {
  const management = await createManagement(lab);
  const segment = await createSegment(lab, 'segment');
  const [router, client, neighbor] = [
    await createNamespace(lab, 'router'),
    await createNamespace(lab, 'client'),
    await createNamespace(lab, 'neighbor'),
  ];
  await plugIn(lab, segment, {
    namespace: router,
    interface: 'nodes',
    addresses: hostAddresses(NODE_NETWORK, ROUTER_HOST),
  });
  await plugIn(lab, segment, {
    namespace: neighbor,
    interface: 'eth0',
    addresses: hostAddresses(NODE_NETWORK, NEIGHBOR_HOST),
  });
  await connect(
    lab,
    { namespace: router, interface: 'client', addresses: hostAddresses(CLIENT_NETWORK, ROUTER_HOST) },
    { namespace: client, interface: 'eth0', addresses: hostAddresses(CLIENT_NETWORK, CLIENT_HOST) },
  );
  await setSysctls(router, FORWARDING);
  await defaultRoutes(client, CLIENT_NETWORK);
  await defaultRoutes(neighbor, NODE_NETWORK);

  const server = await startApiServer(lab, { address: management.address });
  const nodes = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const name = `node-${index + 1}`;
      const host = FIRST_NODE_HOST + index;
      const namespace = await createNamespace(lab, name);
      const addresses = hostAddresses(NODE_NETWORK, host);
      const cables = {
        cable: await plugIn(lab, segment, { namespace, interface: 'eth0', addresses }),
        management: await management.join(namespace),
      };
      await defaultRoutes(namespace, NODE_NETWORK);
      const [ipv4, ipv6] = [`${NODE_NETWORK.ipv4}.${host}`, `${NODE_NETWORK.ipv6}:${host}`];
      return { name, namespace, ipv4, ipv6, ...cables };
    }),
  );
  for (const node of nodes) {
    const { status, ...object } = nodeObject(node);
    await server.client.apply(object);
    await server.client.patchStatus(object, status);
  }
  const kubeconfig = server.kubeconfig();
  const frr = await startFrr(lab, { namespace: router, config });
  const startTraffic = async ({ name, namespace }: FabricNode): Promise<void> => {
    await startBackend(lab, { namespace, name, port: BACKEND_PORT });
    await startKubeProxy(lab, { namespace, node: name, kubeconfig });
  };
  if (traffic) await Promise.all(nodes.map(startTraffic));
  return { server, router, frr, nodes, client, neighbor, segment };
}

function hostAddresses({ ipv4, ipv6 }: Network, host: number): readonly string[] {
  return [`${ipv4}.${host}/24`, `${ipv6}:${host}/64`];
}

async function defaultRoutes(namespace: Namespace, { ipv4, ipv6 }: Network): Promise<void> {
  await ip(namespace, ['route', 'add', 'default', 'via', `${ipv4}.${ROUTER_HOST}`]);
  await ip(namespace, ['-6', 'route', 'add', 'default', 'via', `${ipv6}:${ROUTER_HOST}`]);
}

interface Network {
  readonly ipv4: string;
  readonly ipv6: string;
}

/** Forwarding, and flows spread by addresses and ports. */
const FORWARDING = {
  'net.ipv4.ip_forward': 1,
  'net.ipv6.conf.all.forwarding': 1,
  'net.ipv4.fib_multipath_hash_policy': 1,
  'net.ipv6.fib_multipath_hash_policy': 1,
};

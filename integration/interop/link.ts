import { connect, createNamespace, freeNetwork, ip } from '../lab/index.ts';
import type { Lab, Namespace } from '../lab/index.ts';

/** A cable between this process and a router in a namespace of its own, with addresses that nothing else here has. */
export interface Link {
  readonly namespace: Namespace;
  readonly interface: string;
  /** The router's addresses. */
  readonly router: Addresses;
  /** Ours: one for each of the sessions that a suite may have. */
  readonly ours: (session: number) => Addresses;
}

export interface Addresses {
  readonly ipv4: string;
  readonly ipv6: string;
}

export async function openLink(lab: Lab, label: string, sessions: number): Promise<Link> {
  const namespace = await createNamespace(lab, label);
  const network = freeNetwork();
  const name = lab.uniqueName();
  const address = (host: number): Addresses => ({
    ipv4: `${network.ipv4}.${host}`,
    ipv6: `${network.ipv6}${host}`,
  });
  const ours = (session: number): Addresses => address(FIRST_OF_OURS + session);
  const withLength = ({ ipv4, ipv6 }: Addresses): readonly string[] => [`${ipv4}/24`, `${ipv6}/64`];
  await connect(
    lab,
    { namespace: null, interface: name },
    { namespace, interface: 'eth0', addresses: withLength(address(2)) },
  );
  for (let session = 0; session < sessions; session++) {
    for (const own of withLength(ours(session)))
      await ip(null, ['address', 'add', own, 'dev', name, 'nodad']);
  }
  return { namespace, interface: name, router: address(2), ours };
}

const FIRST_OF_OURS = 10;

import { networkInterfaces } from 'node:os';
import { connect, createNamespace, ip } from '../lab/index.ts';
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
  const subnet = freeSubnet();
  const name = lab.uniqueName();
  const address = (host: number): Addresses => ({
    ipv4: `198.${subnet}.${host}`,
    ipv6: `fd00:${subnet.replace('.', ':')}::${host}`,
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

/** The two middle octets of a part of 198.18.0.0/15, which is for such tests (RFC 2544), that no interface here is in. */
function freeSubnet(): string {
  const used = new Set(
    Object.values(networkInterfaces()).flatMap((addresses) => addresses?.map(({ address }) => address) ?? []),
  );
  for (let i = 0; i < 512; i++) {
    const number = (process.pid * 31 + i) % 512;
    const subnet = `${18 + (number >> 8)}.${number & 255}`;
    if (![...used].some((address) => address.startsWith(`198.${subnet}.`))) return subnet;
  }
  throw new Error('all of 198.18.0.0/15 is in use');
}

const FIRST_OF_OURS = 10;

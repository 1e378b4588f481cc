import { networkInterfaces } from 'node:os';
import type { Lab } from '../lab.ts';
import { createSegment, plugIn } from './link.ts';
import type { Cable } from './link.ts';
import type { Namespace } from './namespace.ts';

/** A segment that joins this machine with namespaces, for what is not under test: the API server. */
export interface Management {
  /** The address of this machine on it. */
  readonly address: string;
  /** Plugs a namespace in, as its interface `management`. */
  readonly join: (namespace: Namespace) => Promise<Cable>;
}

export async function createManagement(lab: Lab): Promise<Management> {
  const network = freeNetwork();
  const segment = await createSegment(lab, 'management');
  const address = `${network}.1`;
  await plugIn(lab, segment, { namespace: null, interface: lab.uniqueName(), addresses: [`${address}/24`] });
  let hosts = 1;
  return {
    address,
    join: async (namespace) => {
      const addresses = [`${network}.${++hosts}/24`];
      return await plugIn(lab, segment, { namespace, interface: 'management', addresses });
    },
  };
}

/** A /24 of the block for tests between networks (RFC 2544) that this machine does not use yet. */
function freeNetwork(): string {
  const used = new Set(
    Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .map(({ address }) => address.slice(0, address.lastIndexOf('.'))),
  );
  for (let offset = 0; offset < 512; offset++) {
    const index = (process.pid + offset) % 512;
    const network = `198.${18 + (index >> 8)}.${index & 0xff}`;
    if (!used.has(network)) return network;
  }
  throw new Error('no network of 198.18.0.0/15 is free on this machine');
}

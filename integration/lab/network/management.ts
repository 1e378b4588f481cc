import type { Lab } from '../lab.ts';
import { freeNetwork } from './freeNetwork.ts';
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
  const { ipv4: network } = freeNetwork();
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

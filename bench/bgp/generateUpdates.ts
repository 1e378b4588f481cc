import { asn, ipv4FromNumber, ipv4Prefix } from '@fairlead/inet';
import { encode, initialContext } from '@fairlead/bgp-core/wire';
import type { Nlri, PathAttributes, Update } from '@fairlead/bgp-core/wire';
import { randomFrom } from './random.ts';

/** UPDATEs back to back, the same each time, with the proportions of real ones: some six NLRI, four AS numbers, a few communities. */
export function generateUpdates(count: number): Uint8Array {
  const random = randomFrom(2015);
  const messages = Array.from({ length: count }, () => encode(anUpdate(random), CONTEXT));
  const octets = new Uint8Array(messages.reduce((length, message) => length + message.length, 0));
  let at = 0;
  for (const message of messages) {
    octets.set(message, at);
    at += message.length;
  }
  return octets;
}

function anUpdate(random: (below: number) => number): Update {
  // Most have one NLRI, few have many.
  const count = 1 + random(4) * random(4) + (random(20) === 0 ? random(60) : 0);
  return {
    kind: 'update',
    withdrawn: [],
    announced: Array.from({ length: count }, () => aPrefix(random)),
    attributes: someAttributes(random),
    mpReach: null,
    mpUnreach: [],
    errors: [],
    layout: null,
  };
}

function someAttributes(random: (below: number) => number): PathAttributes {
  const asns = Array.from({ length: 2 + random(5) }, () => asn(1 + random(20_000)));
  return {
    origin: random(4) === 0 ? 'incomplete' : 'igp',
    asPath: [{ kind: 'sequence', asns }],
    nextHop: { address: ipv4FromNumber(0xc0000200 + random(32)) },
    ...(random(3) === 0 ? { multiExitDisc: random(1000) } : {}),
    ...(random(2) === 0 ? { communities: Array.from({ length: 1 + random(5) }, () => random(2 ** 31)) } : {}),
    ...(random(8) === 0
      ? { aggregator: { asn: asn(1 + random(20_000)), address: ipv4FromNumber(0x0a000001) } }
      : {}),
  };
}

function aPrefix(random: (below: number) => number): Nlri {
  const length = random(2) === 0 ? 24 : 8 + random(17);
  return { prefix: ipv4Prefix(((1 + random(222)) * 2 ** 24 + random(2 ** 24)) >>> 0, length), pathId: null };
}

const CONTEXT = { ...initialContext, fourOctetAs: true };

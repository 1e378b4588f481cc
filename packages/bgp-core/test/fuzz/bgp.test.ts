import { savedInputs } from '@fairlead/testing';
import { bgp } from './bgp.ts';
import { peer } from './peer.ts';

describe('octets that once did harm', () => {
  for (const target of [bgp, peer]) {
    for (const { name, octets } of savedInputs(target.crashes)) {
      it(`do none any more to the target ${target.name}: ${name}`, () => {
        target.run(octets);
      });
    }
  }
});

describe('octets from the vectors', () => {
  it('do no harm', () => {
    for (const seed of bgp.seeds()) bgp.run(seed);
  });
});

describe('what happens to a peer in every state', () => {
  it('does no harm', () => {
    for (const seed of peer.seeds()) peer.run(seed);
  });
});

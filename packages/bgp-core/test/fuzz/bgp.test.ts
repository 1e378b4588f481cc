import { savedInputs } from '@fairlead/testing';
import { bgp } from './bgp.ts';

describe('octets that once did harm', () => {
  for (const { name, octets } of savedInputs(bgp.crashes)) {
    it(`do none any more: ${name}`, () => {
      bgp.run(octets);
    });
  }
});

describe('octets from the vectors', () => {
  it('do no harm', () => {
    for (const seed of bgp.seeds()) bgp.run(seed);
  });
});

import { expect } from 'chai';
import { hashOf } from '../../src/route/attributeStore.ts';

describe('the store of received attributes', () => {
  it('puts attributes that were chosen to lie in one bucket into others under another seed', () => {
    const pairs = collisionsUnder(0);
    expect(pairs.length).to.be.greaterThan(0);
    const seeds = Array.from({ length: 16 }, (_, index) => (index + 1) * 0x01000100);
    const still = pairs.flatMap(([a, b]) => seeds.filter((seed) => hashOf(a, seed) === hashOf(b, seed)));
    expect(still).to.deep.equal([]);
  });
});

/** Pairs with one hash, found as an attacker would. */
function collisionsUnder(seed: number): readonly (readonly [Uint8Array, Uint8Array])[] {
  const found: (readonly [Uint8Array, Uint8Array])[] = [];
  const byHash = new Map<number, Uint8Array>();
  for (let number = 0; number < 300_000; number++) {
    const octets = new Uint8Array(8);
    new DataView(octets.buffer).setUint32(0, Math.imul(number, 0x9e3779b1));
    new DataView(octets.buffer).setUint32(4, Math.imul(number, 0x85ebca6b));
    const hash = hashOf(octets, seed);
    const other = byHash.get(hash);
    if (other === undefined) byHash.set(hash, octets);
    else found.push([other, octets]);
  }
  return found;
}

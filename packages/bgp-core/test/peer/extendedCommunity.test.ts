import { expect } from 'chai';
import { extendedCommunity, linkBandwidth } from '@fairlead/bgp-core';

describe('an extended community in text (RFC 4360)', () => {
  const good: readonly (readonly [string, string])[] = [
    ['target:65000:100', '0002fde800000064'],
    ['origin:65000:4294967295', '0003fde8ffffffff'],
    ['target:192.0.2.1:100', '0102c00002010064'],
    ['target:4200000000:7', '0202fa56ea000007'],
  ];
  for (const [text, octets] of good) {
    it(`is eight octets: ${text}`, () => {
      expect(extendedCommunity(text)).to.equal(octets);
    });
  }

  for (const text of [
    '65000:1',
    'target:65000',
    'target:65536:65536',
    'target:192.0.2.1:65536',
    'target:4294967296:1',
  ]) {
    it(`is not ${text}`, () => {
      expect(() => extendedCommunity(text)).to.throw(RangeError, `"${text}"`);
    });
  }

  it('tells a link bandwidth as a number of 32 bits with a point', () => {
    expect(linkBandwidth(65000, 125_000)).to.equal('4004fde847f42400');
    expect(linkBandwidth(4_200_000_000, 0)).to.equal('40045ba000000000');
    expect(() => linkBandwidth(65000, -1)).to.throw(RangeError, 'not -1');
  });
});

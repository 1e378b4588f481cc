import { expect } from 'chai';
import { community, route } from '@fairlead/bgp-core';

describe('a route in text', () => {
  it('is a prefix and its attributes', () => {
    const attributes = { communities: [community('65000:100')] };
    expect(route('2001:DB8::/32', attributes)).to.deep.equal({ prefix: '2001:db8::/32', attributes });
    expect(route('203.0.113.7/32')).to.deep.equal({ prefix: '203.0.113.7/32', attributes: {} });
  });

  it('that is none says why', () => {
    expect(() => route('203.0.113.7')).to.throw(RangeError, 'prefix: "203.0.113.7" has no /length');
    expect(() => route('203.0.113.7/24')).to.throw(
      RangeError,
      'has host bits set, the prefix is 203.0.113.0/24',
    );
  });
});

describe('a community in text (RFC 1997)', () => {
  it('is one number of two halves', () => {
    expect(['0:0', '0:1', '1:0', '65535:65281'].map(community)).to.deep.equal([0, 1, 65536, 0xffffff01]);
  });

  for (const text of ['65536:1', '1:65536', '1', '1:2:3', '-1:2', '0x1:2', ' 1:2']) {
    it(`is not "${text}"`, () => {
      expect(() => community(text)).to.throw(RangeError, `"${text}"`);
    });
  }
});

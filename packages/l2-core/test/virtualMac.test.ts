import { expect } from 'chai';
import { isGroupMac } from '@fairlead/inet';
import { derivedMac, vrrpMac } from '@fairlead/l2-core';
import { address } from './support/segment.ts';

describe('virtual MAC addresses', () => {
  it('are those of RFC 9568 §7.3 for a virtual router', () => {
    expect([vrrpMac('ipv4', 1), vrrpMac('ipv6', 255)]).to.deep.equal([
      '00:00:5e:00:01:01',
      '00:00:5e:00:02:ff',
    ]);
  });

  it('refuse an identifier that is none', () => {
    expect(() => vrrpMac('ipv4', 0)).to.throw(RangeError, 'not 0');
    expect(() => vrrpMac('ipv4', 256)).to.throw(RangeError, 'not 256');
  });

  it('follow from the address, and are locally administered', () => {
    expect(derivedMac(address('192.0.2.10'))).to.equal('0a:f1:c0:00:02:0a');
    const macs = ['192.0.2.10', '192.0.2.11', '2001:db8::10', '2001:db8::11'].map((each) =>
      derivedMac(address(each)),
    );
    expect(new Set(macs).size).to.equal(4);
    for (const each of macs) {
      expect(isGroupMac(each)).to.equal(false);
      expect(Number.parseInt(each.slice(0, 2), 16) & 2).to.equal(2);
    }
  });
});

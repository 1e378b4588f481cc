import { expect } from 'chai';
import {
  AS_TRANS,
  asn,
  BROADCAST,
  isAsn,
  isGroupMac,
  macFromBytes,
  macToBytes,
  parseMac,
  parseRouterId,
  routerId,
  routerIdFromNumber,
  routerIdToNumber,
} from '@fairlead/inet';

describe('an AS number (RFC 6793, RFC 7607)', () => {
  it('is 1 to 4294967295', () => {
    expect([1, 23456, 65536, 4294967295].map(isAsn)).to.deep.equal([true, true, true, true]);
    expect([0, -1, 1.5, 4294967296, Number.NaN].map(isAsn)).to.deep.equal([
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('that somebody owns is not AS_TRANS', () => {
    expect(asn(65000)).to.equal(65000);
    expect(() => asn(AS_TRANS)).to.throw(RangeError, 'AS_TRANS');
    expect(() => asn(0)).to.throw(RangeError, 'not 0');
  });
});

describe('a router id (RFC 6286 §2.1)', () => {
  it('is any four octets but 0.0.0.0', () => {
    expect(parseRouterId('255.0.0.1')).to.equal('255.0.0.1');
    expect(parseRouterId('0.0.0.0')).to.equal(null);
    expect(parseRouterId('::1')).to.equal(null);
    expect(routerIdFromNumber(0)).to.equal(null);
    expect(routerIdFromNumber(routerIdToNumber(routerId('192.0.2.1')))).to.equal('192.0.2.1');
    expect(() => routerId('router')).to.throw(RangeError, '"router"');
  });
});

describe('a MAC address', () => {
  it('is read with colons or hyphens, in either case', () => {
    expect(parseMac('00-00-5E-00-01-0A')).to.equal('00:00:5e:00:01:0a');
    expect(parseMac('00:00:5e:00:01:0a')).to.equal('00:00:5e:00:01:0a');
  });

  for (const text of [
    '',
    '00:00:5e:00:01',
    '00:00:5e:00:01:0a:0b',
    '00:00-5e:00:01:0a',
    '0:0:5e:0:1:a',
    'zz:00:5e:00:01:0a',
  ]) {
    it(`refuses "${text}"`, () => {
      expect(parseMac(text)).to.equal(null);
    });
  }

  it('is the same after its octets', () => {
    const mac = parseMac('02:00:5e:10:01:fe') ?? BROADCAST;
    expect(macFromBytes(macToBytes(mac))).to.equal('02:00:5e:10:01:fe');
    expect(() => macFromBytes(new Uint8Array(5))).to.throw(RangeError, '5');
  });

  it('names a group when its first octet is odd', () => {
    expect([BROADCAST, parseMac('33:33:00:00:00:01') ?? BROADCAST].map(isGroupMac)).to.deep.equal([
      true,
      true,
    ]);
    expect(isGroupMac(parseMac('02:00:00:00:00:01') ?? BROADCAST)).to.equal(false);
  });
});

import { expect } from 'chai';
import fc from 'fast-check';
import {
  addressFromBigInt,
  addressFromBytes,
  addressToBigInt,
  addressToBytes,
  compareAddresses,
  familyOf,
  ipv4FromNumber,
  ipv6FromBigInt,
  isLinkLocal,
  isLoopback,
  isMulticast,
  parseIpAddress,
  parseIpv4,
  parseIpv6,
} from '@fairlead/inet';
import { ipAddress } from './support/arbitrary.ts';

describe('IPv4 text', () => {
  for (const text of ['0.0.0.0', '192.0.2.1', '255.255.255.255']) {
    it(`reads ${text}`, () => {
      expect(parseIpv4(text)).to.equal(text);
    });
  }

  for (const text of [
    '',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '01.2.3.4',
    '1.2.3.-4',
    ' 1.2.3.4',
    '1.2.3.4 ',
    '0x1.2.3.4',
  ]) {
    it(`refuses "${text}"`, () => {
      expect(parseIpv4(text)).to.equal(null);
    });
  }
});

describe('IPv6 text (RFC 4291 §2.2, RFC 5952 §4)', () => {
  const canonical: readonly (readonly [string, string])[] = [
    ['::', '::'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['1::', '1::'],
    ['2001:DB8::1', '2001:db8::1'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
    ['::ffff:c000:201', '::ffff:192.0.2.1'],
    ['64:ff9b::192.0.2.1', '64:ff9b::c000:201'],
  ];
  for (const [text, expected] of canonical) {
    it(`reads ${text} as ${expected}`, () => {
      expect(parseIpv6(text)).to.equal(expected);
    });
  }

  for (const text of [
    '',
    ':',
    ':::',
    '1',
    '1::2::3',
    '12345::',
    '1:2:3:4:5:6:7:8:9',
    'fe80::1%eth0',
    '::1.2.3',
    '::g',
    '1.2.3.4',
  ]) {
    it(`refuses "${text}"`, () => {
      expect(parseIpv6(text)).to.equal(null);
    });
  }
});

describe('an address', () => {
  it('is the same after its octets, its number and its text', () => {
    fc.assert(
      fc.property(ipAddress, (address) => {
        expect(addressFromBytes(addressToBytes(address))).to.equal(address);
        expect(addressFromBigInt(familyOf(address), addressToBigInt(address))).to.equal(address);
        expect(parseIpAddress(address)).to.equal(address);
      }),
    );
  });

  it('sorts by family, then by value', () => {
    const sorted = ['9.0.0.0', '10.0.0.0', '::', '2001:db8::2', '2001:db8::10'].map(parsed);
    expect([...sorted].reverse().sort(compareAddresses)).to.deep.equal(sorted);
  });

  it('refuses a number that its family does not have', () => {
    expect(() => ipv4FromNumber(2 ** 32)).to.throw(RangeError, '4294967296');
    expect(() => ipv4FromNumber(-1)).to.throw(RangeError, '-1');
    expect(() => ipv6FromBigInt(1n << 128n)).to.throw(RangeError);
    expect(() => addressFromBytes(new Uint8Array(5))).to.throw(RangeError, '5');
  });

  it('knows loopback, link-local and multicast', () => {
    const classes = [
      '127.0.0.2',
      '::1',
      '169.254.9.1',
      'fe80::1',
      'febf::1',
      '224.0.0.5',
      'ff02::1',
      '192.0.2.1',
      'fec0::1',
    ]
      .map(parsed)
      .map((address) =>
        [isLoopback(address), isLinkLocal(address), isMulticast(address)].map(Number).join(''),
      );
    expect(classes).to.deep.equal(['100', '100', '010', '010', '010', '001', '001', '000', '000']);
  });
});

function parsed(text: string): NonNullable<ReturnType<typeof parseIpAddress>> {
  const address = parseIpAddress(text);
  if (address === null) throw new Error(`${text} is no address`);
  return address;
}

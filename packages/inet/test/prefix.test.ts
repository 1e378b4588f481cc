import { expect } from 'chai';
import fc from 'fast-check';
import {
  ADDRESS_BITS,
  addressToBigInt,
  addressToBytes,
  comparePrefixes,
  familyOf,
  firstAddress,
  hostPrefix,
  ipv4Prefix,
  ipv4ToNumber,
  ipv6Prefix,
  isHostPrefix,
  isIpv4,
  lastAddress,
  parseMaskedPrefix,
  parsePrefix,
  prefixContains,
  prefixCovers,
  prefixesOverlap,
  prefixLength,
  prefixOf,
} from '@fairlead/inet';
import type { Prefix } from '@fairlead/inet';
import { ipAddress } from './support/arbitrary.ts';

describe('prefix text', () => {
  const bad: readonly (readonly [string, string])[] = [
    ['10.0.0.0', 'has no /length'],
    ['10.0.0/8', '"10.0.0" is no IP address'],
    ['10.0.0.0/33', 'the length "33" is not a number from 0 to 32'],
    ['10.0.0.0/08', 'the length "08" is not a number from 0 to 32'],
    ['10.0.0.0/', 'the length "" is not a number from 0 to 32'],
    ['2001:db8::/129', 'the length "129" is not a number from 0 to 128'],
    ['10.0.0.1/24', 'has host bits set, the prefix is 10.0.0.0/24'],
  ];
  for (const [text, error] of bad) {
    it(`refuses ${text}: ${error}`, () => {
      expect(parsePrefix(text)).to.deep.equal({ ok: false, error });
    });
  }

  it('is read into its canonical form', () => {
    expect(parsePrefix('2001:DB8:0::/32')).to.deep.equal({ ok: true, value: '2001:db8::/32' });
    expect(parseMaskedPrefix('10.0.0.1/24')).to.deep.equal({ ok: true, value: '10.0.0.0/24' });
    expect(parseMaskedPrefix('10.1.2.3/0')).to.deep.equal({ ok: true, value: '0.0.0.0/0' });
  });
});

describe('a prefix from numbers', () => {
  it('is the one around the address', () => {
    fc.assert(
      fc.property(ipAddress, fc.nat(128), (address, bits) => {
        const length = Math.min(bits, ADDRESS_BITS[familyOf(address)]);
        const made = isIpv4(address)
          ? ipv4Prefix(ipv4ToNumber(address), length)
          : ipv6Prefix(addressToBytes(address), length);
        expect(made).to.equal(prefixOf(address, length));
      }),
    );
  });

  it('refuses a length that the family does not have', () => {
    expect(() => ipv4Prefix(0, 33)).to.throw(RangeError, 'a prefix length is 0 to 32, not 33');
    expect(() => ipv6Prefix(new Uint8Array(16), 129)).to.throw(
      RangeError,
      'a prefix length is 0 to 128, not 129',
    );
  });
});

describe('a prefix', () => {
  const block = ipAddress.chain((address) =>
    fc.integer({ min: 0, max: ADDRESS_BITS[familyOf(address)] }).map((length) => ({ address, length })),
  );

  it('holds the address it was made around, its first and its last', () => {
    fc.assert(
      fc.property(block, ({ address, length }) => {
        const prefix = prefixOf(address, length);
        const size = addressToBigInt(lastAddress(prefix)) - addressToBigInt(firstAddress(prefix)) + 1n;
        expect(prefixContains(prefix, address)).to.equal(true);
        expect(prefixContains(prefix, lastAddress(prefix))).to.equal(true);
        expect(size).to.equal(1n << BigInt(ADDRESS_BITS[familyOf(address)] - length));
        expect(parsePrefix(prefix)).to.deep.equal({ ok: true, value: prefix });
      }),
    );
  });

  it('covers what is inside it and itself', () => {
    expect(prefixCovers(prefix('10.0.0.0/8'), prefix('10.1.0.0/16'))).to.equal(true);
    expect(prefixCovers(prefix('10.1.0.0/16'), prefix('10.0.0.0/8'))).to.equal(false);
    expect(prefixCovers(prefix('0.0.0.0/0'), prefix('::/0'))).to.equal(false);
    expect(prefixesOverlap(prefix('10.1.0.0/16'), prefix('10.0.0.0/8'))).to.equal(true);
    expect(prefixesOverlap(prefix('10.1.0.0/16'), prefix('10.2.0.0/16'))).to.equal(false);
  });

  it('of one address is as long as the address', () => {
    fc.assert(
      fc.property(ipAddress, (address) => {
        expect(isHostPrefix(hostPrefix(address))).to.equal(true);
        expect(prefixLength(hostPrefix(address))).to.equal(ADDRESS_BITS[familyOf(address)]);
      }),
    );
  });

  it('sorts by address, then the shorter first', () => {
    const sorted = ['9.0.0.0/8', '10.0.0.0/8', '10.0.0.0/16', '::/0'].map(prefix);
    expect([...sorted].reverse().sort(comparePrefixes)).to.deep.equal(sorted);
  });

  it('refuses a length that its family does not have', () => {
    expect(() => prefixOf(firstAddress(prefix('10.0.0.0/8')), 33)).to.throw(RangeError, '33');
  });
});

function prefix(text: string): Prefix {
  const parsed = parsePrefix(text);
  if (!parsed.ok) throw new Error(`${text} ${parsed.error}`);
  return parsed.value;
}

import { expect } from 'chai';
import fc from 'fast-check';
import {
  addressToBigInt,
  firstAddress,
  formatRange,
  lastAddress,
  parseRange,
  rangeOfPrefix,
  rangePrefixes,
  rangeSize,
  rangesOverlap,
} from '@fairlead/inet';
import type { AddressRange } from '@fairlead/inet';

describe('range text', () => {
  it('is two addresses or a prefix, with spaces and host bits allowed', () => {
    expect(range('192.0.2.1-192.0.2.3')).to.deep.equal(range(' 192.0.2.1 - 192.0.2.3 '));
    expect(range('192.0.2.1/30')).to.deep.equal(range('192.0.2.0-192.0.2.3'));
    expect(formatRange(range('2001:db8::/127'))).to.equal('2001:db8::-2001:db8::1');
    expect(formatRange(range('192.0.2.9/32'))).to.equal('192.0.2.9');
  });

  const bad: readonly (readonly [string, string])[] = [
    ['192.0.2.1', 'has no /length'],
    ['192.0.2.3-192.0.2.1', 'ends before it starts'],
    ['::-0.0.0.0', 'starts in one address family and ends in the other'],
    ['192.0.2.1-x', '"x" is no IP address'],
    ['-192.0.2.1', '"" is no IP address'],
  ];
  for (const [text, error] of bad) {
    it(`refuses ${text}: ${error}`, () => {
      expect(parseRange(text)).to.deep.equal({ ok: false, error });
    });
  }
});

describe('a range', () => {
  it('is the fewest prefixes that cover it, and nothing else', () => {
    const ends = fc.tuple(fc.bigInt({ min: 0n, max: 1n << 31n }), fc.bigInt({ min: 0n, max: 1n << 20n }));
    fc.assert(
      fc.property(ends, ([first, size]) => {
        const whole: AddressRange = { family: 'ipv4', first, last: first + size };
        let next = whole.first;
        for (const prefix of rangePrefixes(whole)) {
          expect(addressToBigInt(firstAddress(prefix))).to.equal(next);
          next = addressToBigInt(lastAddress(prefix)) + 1n;
        }
        expect(next).to.equal(whole.last + 1n);
        expect(rangePrefixes(whole).length).to.be.at.most(62);
      }),
    );
  });

  it('that is a prefix is that prefix', () => {
    expect(rangePrefixes(range('10.0.0.0/8'))).to.deep.equal(['10.0.0.0/8']);
    expect(rangePrefixes(range('::/0'))).to.deep.equal(['::/0']);
    expect(rangePrefixes(range('0.0.0.0-255.255.255.255'))).to.deep.equal(['0.0.0.0/0']);
  });

  it('counts its addresses', () => {
    expect(rangeSize(range('192.168.7.150-192.168.7.200'))).to.equal(51n);
    expect(rangeSize(range('2001:db8::/64'))).to.equal(1n << 64n);
  });

  it('overlaps another that shares an address with it', () => {
    expect(rangesOverlap(range('10.0.0.1-10.0.0.5'), range('10.0.0.5-10.0.0.9'))).to.equal(true);
    expect(rangesOverlap(range('10.0.0.1-10.0.0.4'), range('10.0.0.5-10.0.0.9'))).to.equal(false);
    expect(rangesOverlap(range('0.0.0.0/0'), range('::/0'))).to.equal(false);
    expect(rangeOfPrefix(rangePrefixes(range('10.0.0.0/8'))[0] ?? neverEmpty())).to.deep.equal(
      range('10.0.0.0/8'),
    );
  });
});

function range(text: string): AddressRange {
  const parsed = parseRange(text);
  if (!parsed.ok) throw new Error(`${text} ${parsed.error}`);
  return parsed.value;
}

function neverEmpty(): never {
  throw new Error('a range has at least one prefix');
}

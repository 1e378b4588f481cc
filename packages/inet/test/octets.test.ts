import { expect } from 'chai';
import fc from 'fast-check';
import { internetChecksum, ipv6Checksum, OutOfBounds, parseIpv6, Reader, Writer } from '@fairlead/inet';

describe('the reader', () => {
  it('reads in network byte order', () => {
    const reader = new Reader(Uint8Array.of(0xff, 0x01, 0x02, 0x80, 0, 0, 1, 9, 8));
    expect([reader.u8('a'), reader.u16('b'), reader.u32('c'), Array.from(reader.rest())]).to.deep.equal([
      255,
      258,
      2147483649,
      [9, 8],
    ]);
  });

  it('says what it was reading when octets are missing', () => {
    expect(() => new Reader(Uint8Array.of(1)).u16('the hold time')).to.throw(
      OutOfBounds,
      'the hold time needs 2 octets, 1 are left',
    );
  });

  it('does not advance past its end', () => {
    const reader = new Reader(Uint8Array.of(1, 2, 3));
    expect(() => reader.u32('a')).to.throw(OutOfBounds);
    expect(reader.remaining).to.equal(3);
  });

  it('keeps a sub-reader inside its octets', () => {
    const reader = new Reader(Uint8Array.of(1, 2, 3, 4));
    const inner = reader.sub(2, 'an attribute');
    expect(inner.u16('its value')).to.equal(0x0102);
    expect(() => inner.u8('more')).to.throw(OutOfBounds);
    expect(reader.u16('what follows')).to.equal(0x0304);
  });
});

describe('the writer', () => {
  it('writes what the reader reads', () => {
    fc.assert(
      fc.property(fc.nat(0xff), fc.nat(0xffff), fc.nat(0xffffffff), fc.uint8Array(), (a, b, c, octets) => {
        const reader = new Reader(new Writer(1).u8(a).u16(b).u32(c).bytes(octets).finish());
        expect([reader.u8('a'), reader.u16('b'), reader.u32('c')]).to.deep.equal([a, b, c]);
        expect(reader.rest()).to.deep.equal(octets);
      }),
    );
  });

  it('fills in a length afterwards', () => {
    const written = new Writer()
      .withLength16((body) => body.u8(7).withLength8((inner) => inner.u16(9)))
      .finish();
    expect(Array.from(written)).to.deep.equal([0, 4, 7, 2, 0, 9]);
  });

  it('refuses a length that does not fit', () => {
    expect(() => new Writer().withLength8((body) => body.bytes(new Uint8Array(256)))).to.throw(
      RangeError,
      '256',
    );
    expect(() => new Writer().withLength16((body) => body.bytes(new Uint8Array(65536)))).to.throw(
      RangeError,
      '65536',
    );
  });
});

describe('the Internet checksum (RFC 1071)', () => {
  it('is that of the header in RFC 1071 §3', () => {
    expect(internetChecksum(Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7))).to.equal(0x220d);
  });

  it('pads an odd last octet with zero', () => {
    expect(internetChecksum(Uint8Array.of(0x01))).to.equal(internetChecksum(Uint8Array.of(0x01, 0x00)));
  });

  it('is 0 over octets that carry their own', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 2, maxLength: 64 }), (octets) => {
        const even = octets.length % 2 === 0 ? octets : octets.slice(1);
        const sum = internetChecksum(even);
        expect(internetChecksum(Uint8Array.of(...even, sum >> 8, sum & 255))).to.equal(0);
      }),
    );
  });

  it('covers the IPv6 pseudo-header (RFC 8200 §8.1)', () => {
    const source = parseIpv6('fe80::1') ?? never();
    const group = parseIpv6('ff02::1') ?? never();
    const echo = Uint8Array.of(0x80, 0, 0, 0, 0, 1, 0, 1);
    const sum = ipv6Checksum(source, group, 58, echo);
    const carried = echo.slice();
    carried.set([sum >> 8, sum & 255], 2);
    expect(sum).to.equal(0x8235);
    expect(ipv6Checksum(source, group, 58, carried)).to.equal(0);
  });
});

function never(): never {
  throw new Error('not an address');
}

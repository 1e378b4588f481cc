import { asn, ipv4Prefix } from '@fairlead/inet';
import { expect } from 'chai';
import { EMPTY_UPDATE, encode } from '@fairlead/bgp-core/wire';
import type { Nlri, PathAttributes, Update } from '@fairlead/bgp-core/wire';
import { addPath, context } from '../support/context.ts';
import { hex } from '../support/octets.ts';
import { prefix } from '../support/routes.ts';
import { hop } from '../support/session.ts';

const nlri: Nlri = { prefix: prefix('203.0.113.0/24'), pathId: null };
const attributes: PathAttributes = { origin: 'igp', asPath: [], nextHop: hop('192.0.2.1') };
const reach = {
  kind: 'unicast',
  family: 'ipv6/unicast',
  nextHop: hop('2001:db8::1'),
  announced: [],
} as const;

describe('an UPDATE that cannot be said', () => {
  const cases: readonly (readonly [Partial<Update>, string])[] = [
    [{ announced: [nlri] }, 'attributes.origin is missing, which routes must have'],
    [
      { announced: [nlri], attributes: { origin: 'igp' } },
      'attributes.asPath is missing, which routes must have',
    ],
    [
      { announced: [nlri], attributes: { origin: 'igp', asPath: [] } },
      'attributes.nextHop is missing, which routes of IPv4 must have',
    ],
    [{ mpReach: reach }, 'attributes.origin is missing, which routes must have'],
    [
      { attributes: { ...attributes, nextHop: hop('2001:db8::1') } },
      'nextHop.address is an IPv4 address here, not 2001:db8::1',
    ],
    [
      { attributes, mpReach: { ...reach, nextHop: hop('192.0.2.1') } },
      'mpReach.nextHop.address is an IPv6 address for ipv6/unicast, not 192.0.2.1',
    ],
    [
      { withdrawn: [{ prefix: prefix('2001:db8::/32'), pathId: null }] },
      'withdrawn[0]: 2001:db8::/32 is not of ipv4/unicast',
    ],
    [
      { attributes: { communities: [65536 * 65536] } },
      'communities[0] is a number from 0 to 4294967295, not 4294967296',
    ],
    [
      { attributes: { largeCommunities: ['1:2:3', '1:2:03'] } },
      'each part of largeCommunities[1] "1:2:03" is a number from 0 to 4294967295',
    ],
    [
      { attributes: { extendedCommunities: ['xx'] } },
      'extendedCommunities[0] is 16 hexadecimal digits, not "xx"',
    ],
    [
      { attributes: { unknown: [{ code: 99, flags: 0xc0, value: new Uint8Array(70000) }] } },
      'path attribute 99 has 70000 octets',
    ],
    [
      { withdrawn: Array.from({ length: 900 }, (_, i) => ({ prefix: ipv4Prefix(i, 32), pathId: null })) },
      'the update has 4523 octets, more than the 4096 that were agreed',
    ],
  ];
  for (const [parts, text] of cases) {
    it(`is refused: ${text}`, () => {
      expect(() => encode({ ...EMPTY_UPDATE, ...parts }, context())).to.throw(RangeError, text);
    });
  }

  it('is refused without a path identifier where one is needed, and is fine with it', () => {
    const agreed = context(addPath('ipv4/unicast'));
    expect(() => encode({ ...EMPTY_UPDATE, withdrawn: [nlri] }, agreed)).to.throw(
      RangeError,
      'withdrawn[0]: the path id of 203.0.113.0/24 is a number from 0 to 4294967295, not null',
    );
    expect(encode({ ...EMPTY_UPDATE, withdrawn: [{ ...nlri, pathId: 0 }] }, agreed).length).to.equal(31);
  });
});

describe('path attributes', () => {
  it('stand by ascending code behind those of RFC 4760, with lengths of one octet where that does (RFC 7606 §5.1)', () => {
    const update: Update = {
      ...EMPTY_UPDATE,
      mpReach: reach,
      attributes: {
        ...attributes,
        unknown: [{ code: 5, flags: 0x40, value: new Uint8Array(0) }],
        communities: [1],
        largeCommunities: new Array<'1:2:3'>(30).fill('1:2:3'),
      },
    };
    const octets = hex(encode(update, context()));
    const heads = ['800e15', '400101', '400200', '400304', '400500', 'c00804', 'd0200168'];
    const positions = heads.map((head) => octets.indexOf(head, 46));
    expect(positions.every((at) => at >= 0)).to.equal(true);
    expect(positions).to.deep.equal(positions.toSorted((a, b) => a - b));
  });

  it('divide a segment of more than 255 AS numbers', () => {
    const path = [{ kind: 'sequence' as const, asns: new Array(300).fill(asn(65001)) }];
    const octets = hex(encode({ ...EMPTY_UPDATE, attributes: { asPath: path } }, context()));
    expect([octets.includes('02ff'), octets.includes('022d0000fde9')]).to.deep.equal([true, true]);
  });
});

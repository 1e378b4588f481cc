import { expect } from 'chai';
import { decode, encode, familyFromCodes } from '@fairlead/bgp-core/wire';
import type { ReceivedUpdate } from '@fairlead/bgp-core/wire';
import { addPath, context } from '../support/context.ts';
import { hex, octets, update } from '../support/octets.ts';

const COMMON = '40010100 40020602010000fde8'.replace(' ', '');
const RD = '0000fde800000001';
const ESI = '00112233445566778899';
const V6 = '20010db8000000000000000000000001';

describe('families that stay in octets', () => {
  // Name, AFI, SAFI, next hop, NLRI; layouts as the RFC has them.
  const families: readonly (readonly [string, number, number, string, string])[] = [
    ['IPv4 multicast (RFC 4760)', 1, 2, 'c0000201', '18cb0071'],
    ['IPv6 multicast (RFC 4760)', 2, 2, V6, '2020010db8'],
    ['IPv4 labelled (RFC 8277)', 1, 4, 'c0000201', '30000641cb0071'],
    ['IPv4 labelled with two labels', 1, 4, 'c0000201', '48000640000641cb0071'],
    ['IPv6 labelled over IPv4 (6PE, RFC 4798)', 2, 4, `00000000000000000000ffffc0000201`, '3800064120010db8'],
    ['VPNv4 (RFC 4364)', 1, 128, `0000000000000000c0000201`, `70000641${RD}cb0071`],
    ['VPNv4 over IPv6 (RFC 8950 §3)', 1, 128, `0000000000000000${V6}`, `70000641${RD}cb0071`],
    [
      'VPNv6 (RFC 4659)',
      2,
      128,
      `0000000000000000${V6}0000000000000000fe80${'0'.repeat(27)}1`,
      `78000641${RD}20010db8`,
    ],
    ['MCAST-VPN (RFC 6514)', 1, 5, 'c0000201', `010c${RD}c0000201`],
    ['MDT (RFC 6037)', 1, 66, 'c0000201', `80${RD}c0000201e0000001`],
    ['VPLS (RFC 4761)', 25, 65, 'c0000201', `0011${RD}000100010008000641`],
    ['EVPN auto-discovery (RFC 7432)', 25, 70, 'c0000201', `0119${RD}${ESI}00000000000641`],
    ['EVPN MAC/IP', 25, 70, 'c0000201', `0225${RD}${ESI}000000003002005e00530120c0000205000641`],
    ['EVPN inclusive multicast', 25, 70, 'c0000201', `0311${RD}0000000020c0000201`],
    ['EVPN Ethernet segment', 25, 70, 'c0000201', `0417${RD}${ESI}20c0000201`],
    ['EVPN prefix (RFC 9136)', 25, 70, 'c0000201', `0522${RD}${ESI}0000000018cb007100c0000201000641`],
    ['EVPN of a type that nobody knows', 25, 70, 'c0000201', 'c802ffff'],
    ['BGP-LS node (RFC 9552)', 16388, 71, 'c0000201', '00010015020000000000000000010000080200000400000001'],
    ['SR policy', 1, 73, 'c0000201', '600000000100000064c0000201'],
    ['MUP', 1, 85, 'c0000201', `010001000c${RD}18cb0071`],
    ['route target (RFC 4684)', 1, 132, 'c0000201', '600000fde80002fde800000064'],
    ['the default route target', 1, 132, 'c0000201', '00'],
    ['flow specification (RFC 8955)', 1, 133, '', '0b0118cb007102180a000003810604'],
    ['flow specification of IPv6 (RFC 8956)', 2, 133, '', '08012000 20010db8'.replace(' ', '')],
    ['flow specification of a VPN', 1, 134, '', `0d${RD}0118cb0071`],
    ['a family that nobody knows', 16400, 250, '0102', 'deadbeef'],
  ];
  for (const [name, afi, safi, hop, nlri] of families) {
    const family = familyFromCodes(afi, safi);
    const head = `${afi.toString(16).padStart(4, '0')}${octet(safi)}`;

    it(`come out of an MP_REACH_NLRI as they went in: ${name}`, () => {
      const value = `${head}${octet(hop.length / 2)}${hop}00${nlri}`;
      const received = expectSame(update(`${attribute('80', 14, value)}${COMMON}`, ''));
      const { mpReach } = received;
      if (mpReach?.kind !== 'raw') return expect.fail('is not raw');
      expect([mpReach.family, hex(mpReach.nextHop), hex(mpReach.announced)]).to.deep.equal([
        family,
        hop,
        nlri,
      ]);
    });

    it(`come out of an MP_UNREACH_NLRI as they went in: ${name}`, () => {
      const [unreach] = expectSame(update(attribute('80', 15, `${head}${nlri}`), '')).mpUnreach;
      if (unreach?.kind !== 'raw') return expect.fail('is not raw');
      expect([unreach.family, hex(unreach.withdrawn)]).to.deep.equal([family, nlri]);
    });
  }

  it('have path identifiers that are checked where the format is known', () => {
    const agreed = context(addPath(familyFromCodes(1, 4)));
    const value = '00010404c00002010000000007' + '30000641cb0071';
    expectSame(update(`${attribute('80', 14, value)}${COMMON}`, ''), agreed);
  });
});

describe('attributes that stay in octets', () => {
  const attributes: readonly (readonly [string, string, number, string])[] = [
    ['DPA, which is history', 'c0', 11, '0001000000000001'],
    ['CONNECTOR', 'c0', 20, `${RD}c0000201`],
    ['AS_PATHLIMIT', 'c0', 21, '0a0000fde8'],
    ['PMSI_TUNNEL (RFC 6514)', 'c0', 22, '0006000640c0000201'],
    ['tunnel encapsulation (RFC 9012)', 'c0', 23, '000800050c03010203'],
    ['traffic engineering (RFC 5543)', '80', 24, '01010000'],
    ['PE distinguisher labels (RFC 6514)', 'c0', 27, 'c0000201000641'],
    ['entropy label capability', 'c0', 28, ''],
    ['BGP-LS (RFC 9552)', '80', 29, '0402000568656c6c6f'],
    ['BGPsec_PATH (RFC 8205)', '90', 33, '0008010000fde80000'],
    ['D-PATH', 'c0', 36, '01000000000001c0'],
    ['SFP (RFC 9015)', 'c0', 37, '01000400000001'],
    ['BFD discriminator (RFC 9026)', 'c0', 38, '0100000001'],
    ['ATTR_SET (RFC 6368)', 'c0', 128, '0000fde840010100'],
    ['an optional transitive one that nobody knows, with Partial', 'e0', 200, '01'],
    ['an optional one that nobody knows', '80', 201, ''],
    ['one of 300 octets', 'd0', 202, 'ab'.repeat(300)],
    ['code 0', 'c0', 0, '01'],
  ];
  for (const [name, flags, code, value] of attributes) {
    it(`come out as they went in: ${name}`, () => {
      const all = `${COMMON}400304c0000201${attribute(flags, code, value)}`;
      const { unknown = [] } = expectSame(update(all, '18cb0071')).attributes;
      expect(unknown.map((one) => [one.code, octet(one.flags), hex(one.value)])).to.deep.equal([
        [code, flags, value],
      ]);
    });
  }
});

describe('capabilities that stay in octets', () => {
  for (const code of [0, 3, 4, 7, 8, 66, 67, 68, 72, 74, 76, 77, 128, 129, 130, 131, 185, 255]) {
    it(`come out as they went in: code ${code}`, () => {
      const value = '0001000102030405';
      const capability = `${octet(code)}08${value}`;
      const open = octets(`${'f'.repeat(32)}00290104fde8005ac00002070c020a${capability}`);
      const message = decode(open, context());
      if (message.kind !== 'open') return expect.fail('is no OPEN');
      expect(message.capabilities).to.deep.equal([{ kind: 'unknown', code, value: octets(value) }]);
      expect(hex(encode(message, context()))).to.equal(hex(open));
    });
  }
});

/** The UPDATE, which has no errors and becomes the same octets. */
function expectSame(message: Uint8Array, agreed = context()): ReceivedUpdate {
  const received = decode(message, agreed);
  if (received.kind !== 'update') throw new Error('is no UPDATE');
  expect(received.errors).to.deep.equal([]);
  expect(hex(encode(received, agreed))).to.equal(hex(message));
  expect(hex(encode({ ...received.detach(), layout: received.layout }, agreed))).to.equal(hex(message));
  return received;
}

function attribute(flags: string, code: number, value: string): string {
  const length = value.length / 2;
  const isExtended = (Number.parseInt(flags, 16) & 0x10) !== 0;
  return `${flags}${octet(code)}${isExtended ? length.toString(16).padStart(4, '0') : octet(length)}${value}`;
}

function octet(value: number): string {
  return value.toString(16).padStart(2, '0');
}

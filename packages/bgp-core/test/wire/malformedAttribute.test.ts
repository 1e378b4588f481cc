import { context } from '../support/context.ts';
import { update } from '../support/octets.ts';
import { check } from '../support/outcome.ts';

const ORIGIN = '40010100';
const PATH = '4002060201 0000fde8';
const HOP = '400304 c0000201';
const GOOD = `${ORIGIN}${PATH}${HOP}`;
const PREFIX = '18cb0071';

const as2 = context({ fourOctetAs: false });
const ibgp = context({ peerType: 'ibgp' });

describe('the flags of attributes (RFC 4271 §4.3, RFC 7606 §3 (c))', () => {
  check([
    ['ORIGIN optional', update(`c0010100${PATH}${HOP}`, PREFIX), '3/4 treatAsWithdraw c0010100'],
    ['ORIGIN with Partial', update(`60010100${PATH}${HOP}`, PREFIX), '3/4 treatAsWithdraw 60010100'],
    [
      'MULTI_EXIT_DISC transitive',
      update(`${GOOD}c0040400000001`, PREFIX),
      '3/4 treatAsWithdraw c0040400000001',
    ],
    [
      'MULTI_EXIT_DISC with Partial',
      update(`${GOOD}a0040400000001`, PREFIX),
      '3/4 treatAsWithdraw a0040400000001',
    ],
    [
      'COMMUNITIES not transitive',
      update(`${GOOD}80080400000001`, PREFIX),
      '3/4 treatAsWithdraw 80080400000001',
    ],
    ['COMMUNITIES with Partial', update(`${GOOD}e0080400000001`, PREFIX), 'valid'],
    ['ATOMIC_AGGREGATE optional', update(`${GOOD}c00600`, PREFIX), '3/4 treatAsWithdraw c00600'],
    ['a name only, BGP-LS, transitive', update(`${GOOD}c01d00`, PREFIX), '3/4 treatAsWithdraw c01d00'],
    ['MP_UNREACH_NLRI transitive', update('c00f03000201'), '3/4 treatAsWithdraw c00f03000201'],
    ['the low bits', update(`${GOOD}8f040400000001`, PREFIX), 'valid'],
    ['an extended length that need not be', update(`${GOOD}9004000400000001`, PREFIX), 'valid'],
  ]);
});

describe('the values of attributes (RFC 7606 §7)', () => {
  check([
    ['§7.1 ORIGIN of 2 octets', update(`4001020000${PATH}${HOP}`, PREFIX), '3/5 treatAsWithdraw 4001020000'],
    ['§7.1 ORIGIN 3', update(`40010103${PATH}${HOP}`, PREFIX), '3/6 treatAsWithdraw 40010103'],
    [
      '§7.2 a segment of type 5',
      update(`${ORIGIN}4002060501 0000fde8${HOP}`, PREFIX),
      '3/11 treatAsWithdraw 40020605010000fde8',
    ],
    [
      '§7.2 a segment that is cut off',
      update(`${ORIGIN}4002060202 0000fde8${HOP}`, PREFIX),
      '3/11 treatAsWithdraw 40020602020000fde8',
    ],
    [
      '§7.2 half a segment header',
      update(`${ORIGIN}40020102${HOP}`, PREFIX),
      '3/11 treatAsWithdraw 40020102',
    ],
    ['§7.2 an empty segment', update(`${ORIGIN}4002020200${HOP}`, PREFIX), '3/11 treatAsWithdraw 4002020200'],
    [
      'RFC 7607 §2: AS number 0',
      update(`${ORIGIN}4002060201 00000000${HOP}`, PREFIX),
      '3/11 treatAsWithdraw 400206020100000000',
    ],
    [
      '§7.3 NEXT_HOP of 5 octets',
      update(`${ORIGIN}${PATH}400305c000020100`, PREFIX),
      '3/5 treatAsWithdraw 400305c000020100',
    ],
    [
      '§7.4 MULTI_EXIT_DISC of 3 octets',
      update(`${GOOD}800403000001`, PREFIX),
      '3/5 treatAsWithdraw 800403000001',
    ],
    [
      '§7.5 LOCAL_PREF of 3 octets inside an AS',
      update(`${GOOD}400503000001`, PREFIX),
      '3/5 treatAsWithdraw 400503000001',
      ibgp,
    ],
    [
      '§7.5 the same from outside',
      update(`${GOOD}400503000001`, PREFIX),
      '3/5 attributeDiscard 400503000001',
    ],
    ['§7.6 ATOMIC_AGGREGATE of 1 octet', update(`${GOOD}40060100`, PREFIX), '3/5 attributeDiscard 40060100'],
    [
      '§7.7 AGGREGATOR of 6 octets',
      update(`${GOOD}c007060000fde8c000`, PREFIX),
      '3/5 attributeDiscard c007060000fde8c000',
    ],
    [
      '§7.7 AGGREGATOR of 8 octets from an old speaker',
      update(`${ORIGIN}40020402 01fde8${HOP}c007080000fde8c0000201`, PREFIX),
      '3/5 attributeDiscard c007080000fde8c0000201',
      as2,
    ],
    [
      'RFC 7607 §2: AGGREGATOR with AS number 0',
      update(`${GOOD}c0070800000000c0000201`, PREFIX),
      '3/9 attributeDiscard c0070800000000c0000201',
    ],
    [
      '§7.8 COMMUNITIES of 3 octets',
      update(`${GOOD}c00803000001`, PREFIX),
      '3/5 treatAsWithdraw c00803000001',
    ],
    ['§7.8 COMMUNITIES without one', update(`${GOOD}c00800`, PREFIX), '3/5 treatAsWithdraw c00800'],
    [
      '§7.9 ORIGINATOR_ID of 3 octets inside an AS',
      update(`${GOOD}800903c00002`, PREFIX),
      '3/5 treatAsWithdraw 800903c00002',
      ibgp,
    ],
    [
      '§7.9 the same from outside',
      update(`${GOOD}800903c00002`, PREFIX),
      '3/5 attributeDiscard 800903c00002',
    ],
    [
      '§7.10 CLUSTER_LIST of 3 octets inside an AS',
      update(`${GOOD}800a03c00002`, PREFIX),
      '3/5 treatAsWithdraw 800a03c00002',
      ibgp,
    ],
    [
      '§7.14 EXTENDED COMMUNITIES of 7 octets',
      update(`${GOOD}c0100700000000000000`, PREFIX),
      '3/5 treatAsWithdraw c0100700000000000000',
    ],
    [
      '§7.15 IPv6 extended communities of 8 octets',
      update(`${GOOD}c019080000000000000000`, PREFIX),
      '3/5 treatAsWithdraw c019080000000000000000',
    ],
    [
      'RFC 8092 §6: LARGE_COMMUNITY of 8 octets',
      update(`${GOOD}c020080000000000000000`, PREFIX),
      '3/5 treatAsWithdraw c020080000000000000000',
    ],
    [
      'RFC 9234 §5: OTC of 3 octets',
      update(`${GOOD}c023030000fd`, PREFIX),
      '3/5 treatAsWithdraw c023030000fd',
    ],
    [
      'RFC 7311 §3: AIGP with a TLV that does not fit',
      update(`${GOOD}801a03010010`, PREFIX),
      '3/9 attributeDiscard 801a03010010',
    ],
    [
      'RFC 7311 §3: AIGP with a TLV of 4 octets',
      update(`${GOOD}801a0401000400`, PREFIX),
      '3/9 attributeDiscard 801a0401000400',
    ],
    [
      'RFC 6793 §6: AS4_PATH that is cut off',
      update(`${GOOD}c011040202 0000`, PREFIX),
      '3/11 attributeDiscard c0110402020000',
    ],
    ['RFC 6793 §6: an empty AS4_PATH', update(`${GOOD}c01100`, PREFIX), '3/11 attributeDiscard c01100'],
    [
      'RFC 6793 §6: AS4_AGGREGATOR of 6 octets',
      update(`${GOOD}c012060000fde8c000`, PREFIX),
      '3/5 attributeDiscard c012060000fde8c000',
    ],
  ]);
});

describe('BGP Prefix-SID (RFC 8669 §6, RFC 9252 §7)', () => {
  const SID = '20010db8000100010000000000000000';
  const sid = (value: string): Uint8Array =>
    update(`${GOOD}c028${octetOf(value.length / 2)}${value}`, PREFIX);
  check([
    ['a label index and an SRGB', sid('0100070000000000012c03000e00000c35000010000f4240001388'), 'valid'],
    ['an SRv6 service', sid(`0500220001001e00${SID}00001300010006281810001040`), 'valid'],
    ['a TLV that nobody knows', sid('07000101'), 'valid'],
    ['a label index of 6 octets', sid('010006000000000000'), '3/9 attributeDiscard c02809010006000000000000'],
    ['a TLV that does not fit', sid('0100080000'), '3/9 attributeDiscard c028050100080000'],
    ['half a TLV header', sid('0700010107'), '3/9 attributeDiscard c028050700010107'],
    [
      'an SRv6 SID of 20 octets',
      sid(`0500180001001400${SID}000013`),
      `3/9 treatAsWithdraw c0281b0500180001001400${SID}000013`,
    ],
    [
      'an SRv6 SID structure of 5 octets',
      sid(`0500210001001d00${SID}000013000100052818100010`),
      `3/9 treatAsWithdraw c028240500210001001d00${SID}000013000100052818100010`,
    ],
    ['an SRv6 service of no octet', sid('050000'), '3/9 treatAsWithdraw c02803050000'],
  ]);
});

function octetOf(value: number): string {
  return value.toString(16).padStart(2, '0');
}

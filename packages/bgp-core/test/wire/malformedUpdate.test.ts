import { expect } from 'chai';
import { decode } from '@fairlead/bgp-core/wire';
import type { ReceivedUpdate } from '@fairlead/bgp-core/wire';
import { addPath, context } from '../support/context.ts';
import { message, octets, update } from '../support/octets.ts';
import { check, outcome } from '../support/outcome.ts';

const ORIGIN = '40010100';
const PATH = '4002060201 0000fde8';
const HOP = '400304 c0000201';
const GOOD = `${ORIGIN}${PATH}${HOP}`;
const PREFIX = '18cb0071';
const REACH = '800e1c 000201 10 20010db8000000000000000000000001 00 3020010db80001';

describe('the lengths and the NLRI of an UPDATE (RFC 4271 §6.3, RFC 7606 §5.3)', () => {
  check([
    ['withdrawn routes beyond the message', message(2, octets('0010 0000')), '3/1 sessionReset'],
    ['path attributes beyond the message', message(2, octets('0000 0010')), '3/1 sessionReset'],
    ['a withdrawn prefix of 33 bits', update('', '', '21cb007100'), '3/10 sessionReset'],
    ['a withdrawn prefix that is cut off', update('', '', '18cb00'), '3/10 sessionReset'],
    ['a prefix of 33 bits', update(GOOD, '21cb007100'), '3/10 sessionReset'],
    ['a prefix that is cut off', update(GOOD, '18cb00'), '3/10 sessionReset'],
    [
      'a path identifier that is cut off',
      update(GOOD, '000000'),
      '3/10 sessionReset',
      context(addPath('ipv4/unicast')),
    ],
    [
      'a path identifier alone',
      update(GOOD, '00000001'),
      '3/10 sessionReset',
      context(addPath('ipv4/unicast')),
    ],
    ['host bits that are set', update(GOOD, '0bcb1f'), 'valid'],
  ]);
});

describe('the structure of path attributes (RFC 7606 §3 (g), §4)', () => {
  check([
    ['a header that is cut off', update(`${GOOD}c008`, PREFIX), '3/1 treatAsWithdraw'],
    ['an extended header that is cut off', update(`${GOOD}d00800`, PREFIX), '3/1 treatAsWithdraw'],
    ['an attribute that is too long', update(`${GOOD}c00804ffff`, PREFIX), '3/5 treatAsWithdraw c00804ffff'],
    ['the same in an UPDATE without routes', update(`${GOOD}c00804ffff`), '3/5 sessionReset c00804ffff'],
    [
      'an attribute that stands twice',
      update(`${GOOD}80040400000001 80040400000002`, PREFIX),
      '3/1 attributeDiscard',
    ],
    ['MP_REACH_NLRI twice', update(`${REACH}${REACH}${GOOD}`), '3/1 sessionReset'],
    ['MP_UNREACH_NLRI twice', update('800f03000201 800f03000201'), '3/1 sessionReset'],
    ['a well-known attribute that nobody knows', update(`${GOOD}406300`, PREFIX), '3/2 sessionReset 406300'],
    ['an optional attribute that nobody knows', update(`${GOOD}c06300`, PREFIX), 'valid'],
    ['an attribute of a high code twice', update(`${GOOD}c0fa00 c0fa00`, PREFIX), '3/1 attributeDiscard'],
  ]);
});

describe('well-known attributes that are missing (RFC 7606 §3 (d))', () => {
  check([
    ['no ORIGIN', update(`${PATH}${HOP}`, PREFIX), '3/3 treatAsWithdraw 01'],
    ['no AS_PATH', update(`${ORIGIN}${HOP}`, PREFIX), '3/3 treatAsWithdraw 02'],
    ['no NEXT_HOP', update(`${ORIGIN}${PATH}`, PREFIX), '3/3 treatAsWithdraw 03'],
    ['no ORIGIN beside MP_REACH_NLRI', update(`${REACH}${PATH}`), '3/3 treatAsWithdraw 01'],
    ['no NEXT_HOP beside MP_REACH_NLRI', update(`${REACH}${ORIGIN}${PATH}`), 'valid'],
    ['BGPsec_PATH in place of AS_PATH (RFC 8205 §4.1)', update(`${REACH}${ORIGIN} 802100`), 'valid'],
    ['nothing in an UPDATE without routes', update(ORIGIN), 'valid'],
  ]);
});

describe('MP_REACH_NLRI and MP_UNREACH_NLRI (RFC 4760 §7, RFC 7606 §7.11 and §7.12)', () => {
  const rest = `${ORIGIN}${PATH}`;
  check([
    [
      'an MP_REACH_NLRI that is too short',
      update(`800e0400020100${rest}`),
      '3/9 sessionReset 800e0400020100',
    ],
    ['a next hop that does not fit', update(`800e050002011000${rest}`), '3/9 sessionReset 800e050002011000'],
    [
      'a next hop of 15 octets',
      update(`800e14 000201 0f 20010db80000000000000000000000 00${rest}`),
      '3/5 afiSafiDisable 800e140002010f20010db8000000000000000000000000',
    ],
    [
      'a prefix of 129 bits',
      update(`800e17 000201 10 20010db8000000000000000000000001 00 8100${rest}`),
      '3/9 sessionReset 800e170002011020010db8000000000000000000000001008100',
    ],
    [
      'a prefix that is cut off',
      update(`800e17 000201 10 20010db8000000000000000000000001 00 2020${rest}`),
      '3/9 sessionReset 800e170002011020010db8000000000000000000000001002020',
    ],
    [
      'a labelled prefix without room for a label',
      update(`800e0c 000104 04 c0000201 00 10cb00${rest}`),
      '3/9 sessionReset 800e0c00010404c00002010010cb00',
    ],
    ['a family that nobody knows', update(`800e09 123409 01 00 00 ffffff${rest}`), 'valid'],
    ['an MP_UNREACH_NLRI that is too short', update('800f020002'), '3/9 sessionReset 800f020002'],
    ['a withdrawn prefix of 129 bits', update('800f0500020181ff'), '3/9 sessionReset 800f0500020181ff'],
  ]);
});

describe('what RFC 7606 makes of an UPDATE', () => {
  it('takes announced routes for withdrawn ones, in both places', () => {
    const message = decoded(update(`${REACH}40010103${PATH}${HOP}`, PREFIX, '18c63364'));
    expect(message.withdrawn.map(({ prefix }) => prefix)).to.deep.equal([
      '198.51.100.0/24',
      '203.0.113.0/24',
    ]);
    expect(message.mpUnreach.map(({ withdrawn }) => withdrawn.length)).to.deep.equal([1]);
    expect([message.announced, message.mpReach, message.attributes]).to.deep.equal([[], null, {}]);
  });

  it('goes on without an attribute that is discarded', () => {
    const { attributes, announced } = decoded(update(`${GOOD}40060100 80040400000007`, PREFIX));
    expect([Object.keys(attributes), announced.length]).to.deep.equal([
      ['origin', 'asPath', 'nextHop', 'multiExitDisc'],
      1,
    ]);
  });

  it('keeps the first of two attributes', () => {
    const { attributes } = decoded(update(`${GOOD}80040400000001 80040400000002`, PREFIX));
    expect(attributes.multiExitDisc).to.equal(1);
  });

  it('goes on without a family whose next hop cannot be read', () => {
    const reach = '800e14 000201 0f 20010db80000000000000000000000 00';
    const message = decoded(update(`${reach}${GOOD}`, PREFIX));
    expect([message.mpReach, message.announced.length, message.errors[0]?.family]).to.deep.equal([
      null,
      1,
      'ipv6/unicast',
    ]);
  });

  it('reacts to the worst of several errors', () => {
    const octets = update(`40010103${PATH}${HOP}406300`, PREFIX);
    expect(outcome(octets, context())).to.equal('3/2 sessionReset 406300');
  });
});

function decoded(octets: Uint8Array): ReceivedUpdate {
  const message = decode(octets, context());
  if (message.kind !== 'update') throw new Error(message.kind);
  return message;
}

import { AS_TRANS, asn } from '@fairlead/inet';
import { expect } from 'chai';
import { admit, decode } from '@fairlead/bgp-core/wire';
import type { Admitted, AsPathSegment, WireContext } from '@fairlead/bgp-core/wire';
import { context } from '../support/context.ts';
import { octets, update } from '../support/octets.ts';

const ORIGIN = '40010100';
const PATH = '4002060201 0000fde8';
const HOP = '400304 c0000201';
const INSIDE = '40050400000096 800904c0000209 800a04c000020a 801a0b01000b0000000000000001';

describe('what an external peer has no say in', () => {
  it('is left out, and named (RFC 4271 §5.1.5, RFC 7606 §7.9 and §7.10, RFC 7311 §3.2)', () => {
    const { attributes, errors } = admitted(`${ORIGIN}${PATH}${HOP}${INSIDE}`, context());
    expect(Object.keys(attributes)).to.deep.equal(['origin', 'asPath', 'nextHop']);
    expect(errors.map(({ severity, attribute }) => `${severity} ${String(attribute)}`)).to.deep.equal([
      'attributeDiscard 5',
      'attributeDiscard 9',
      'attributeDiscard 10',
      'attributeDiscard 26',
    ]);
  });

  it('stays inside an AS', () => {
    const { attributes, errors } = admitted(`${ORIGIN}${PATH}${HOP}${INSIDE}`, context({ peerType: 'ibgp' }));
    expect([attributes.localPref, attributes.aigp, errors]).to.deep.equal([150, 1n, []]);
  });

  it('is not touched where there is nothing of it', () => {
    const message = decode(update(`${ORIGIN}${PATH}${HOP}`, '18cb0071'), context());
    if (message.kind !== 'update') throw new Error(message.kind);
    expect(admit(message.attributes, context()).attributes === message.attributes).to.equal(true);
  });

  it('is a path with segments of a confederation (RFC 5065 §5)', () => {
    const path = '4002060301 0000fde8';
    expect(admitted(`${ORIGIN}${path}${HOP}`, context()).errors[0]).to.deep.include({
      severity: 'treatAsWithdraw',
      subcode: 11,
    });
    expect(admitted(`${ORIGIN}${path}${HOP}`, context({ peerType: 'confed' })).errors).to.deep.equal([]);
  });
});

describe('a next hop that is no host (RFC 4271 §6.3)', () => {
  for (const hop of ['00000000', 'e0000001', 'ffffffff']) {
    it(`${hop} makes the route count as withdrawn`, () => {
      expect(admitted(`${ORIGIN}${PATH}400304${hop}`, context()).errors[0]).to.deep.include({
        severity: 'treatAsWithdraw',
        subcode: 8,
      });
    });
  }
});

describe('attributes that are not understood (RFC 4271 §5)', () => {
  it('are marked as partial when they are transitive, and go no further when not', () => {
    const { attributes } = admitted(`${ORIGIN}${PATH}${HOP} c06301ff 806401ff`, context());
    expect(attributes.unknown).to.deep.equal([{ code: 99, flags: 0xe0, value: octets('ff') }]);
  });
});

describe('AS4_PATH and AS4_AGGREGATOR (RFC 6793 §4.2.3)', () => {
  const as2 = context({ fourOctetAs: false });

  it('are ignored from a speaker of four octets (§4.1)', () => {
    const { attributes } = admitted(
      `${ORIGIN}${PATH}${HOP} c011060201fa56ea00 c012080000fde8c0000201`,
      context(),
    );
    expect(Object.keys(attributes)).to.deep.equal(['origin', 'asPath', 'nextHop']);
  });

  const paths: readonly (readonly [string, string, string, readonly object[]])[] = [
    [
      'of the same length replaces AS_PATH',
      '02025ba05ba0',
      '0202fa56ea00fa56ea01',
      [seq(4200000000, 4200000001)],
    ],
    [
      'that is shorter follows the front of AS_PATH',
      '0203fde85ba05ba0',
      '0202fa56ea00fa56ea01',
      [seq(65000, 4200000000, 4200000001)],
    ],
    ['that is longer is ignored', '02015ba0', '0202fa56ea00fa56ea01', [seq(23456)]],
    [
      'follows a set, which counts as one',
      '0102fde8fde902015ba0',
      '0201fa56ea00',
      [set(65000, 65001), seq(4200000000)],
    ],
    [
      'follows the confederation in front',
      '0301fc0002015ba0',
      '0201fa56ea00',
      [confed(64512), seq(4200000000)],
    ],
    ['loses its own confederation', '02015ba0', '03010000fc000201fa56ea00', [seq(4200000000)]],
  ];
  for (const [what, path, as4Path, merged] of paths) {
    it(`AS4_PATH ${what}`, () => {
      const attributes = `${ORIGIN}4002${size(path)}${path}${HOP}c011${size(as4Path)}${as4Path}`;
      expect(admitted(attributes, as2).attributes.asPath).to.deep.equal(merged);
    });
  }

  it('AS4_AGGREGATOR replaces an AGGREGATOR with AS_TRANS', () => {
    const { attributes } = admitted(
      `${ORIGIN}4002040201 5ba0${HOP}c007065ba0c0000205c01208fa56ea01c0000205`,
      as2,
    );
    expect([attributes.aggregator?.asn, attributes.as4Aggregator]).to.deep.equal([4200000001, undefined]);
  });

  it('AS4_AGGREGATOR beside an AGGREGATOR with another number is ignored, and AS4_PATH with it', () => {
    const aggregators = 'c00706fde8c0000205c01208fa56ea01c0000205';
    const { attributes } = admitted(`${ORIGIN}4002040201 5ba0${HOP}${aggregators}c011060201fa56ea00`, as2);
    expect([attributes.aggregator?.asn, attributes.asPath]).to.deep.equal([65000, [seq(23456)]]);
  });
});

function admitted(attributes: string, agreed: WireContext): Admitted {
  const message = decode(update(attributes, '18cb0071'), agreed);
  if (message.kind !== 'update') throw new Error(message.kind);
  if (message.errors.length > 0) throw new Error(message.errors[0]?.text);
  return admit(message.attributes, agreed);
}

function size(text: string): string {
  return (text.length / 2).toString(16).padStart(2, '0');
}

function seq(...asns: readonly number[]): AsPathSegment {
  return { kind: 'sequence', asns: asns.map(number) };
}

function set(...asns: readonly number[]): AsPathSegment {
  return { kind: 'set', asns: asns.map(number) };
}

function confed(...asns: readonly number[]): AsPathSegment {
  return { kind: 'confedSequence', asns: asns.map(number) };
}

/** AS_TRANS, which nobody can own, stands in paths all the same. */
function number(value: number): AsPathSegment['asns'][number] {
  return value === 23456 ? AS_TRANS : asn(value);
}

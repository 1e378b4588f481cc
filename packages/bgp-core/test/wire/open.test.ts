import { expect } from 'chai';
import { asn, routerId, seconds } from '@fairlead/inet';
import { decode, encode } from '@fairlead/bgp-core/wire';
import type { Capability, Open } from '@fairlead/bgp-core/wire';
import { context } from '../support/context.ts';
import { hex, message, octets } from '../support/octets.ts';

const FIXED = '04 fde8 00b4 c0000207';

describe('an OPEN that is wrong (RFC 4271 §6.2)', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['version 3', '03 fde8 00b4 c0000207 00', '2/1 0004'],
    ['version 5', '05 fde8 00b4 c0000207 00', '2/1 0004'],
    ['AS number 0 (RFC 7607 §2)', '04 0000 00b4 c0000207 00', '2/2'],
    ['AS number 0 in four octets', `${FIXED} 08 02 06 41 04 00000000`, '2/2'],
    ['hold time 1', '04 fde8 0001 c0000207 00', '2/6'],
    ['hold time 2', '04 fde8 0002 c0000207 00', '2/6'],
    ['identifier 0 (RFC 6286 §2.1)', '04 fde8 00b4 00000000 00', '2/3'],
    ['an optional parameter that nobody knows', `${FIXED} 03 01 01 00`, '2/4'],
    ['parameters that are cut off', `${FIXED} 08 02 02 02 00`, '2/0'],
    ['octets behind the parameters', `${FIXED} 00 00`, '2/0'],
    ['half a parameter header', `${FIXED} 01 02`, '2/0'],
    ['a capability that is cut off', `${FIXED} 04 02 02 02 01`, '2/0'],
    ['an extended length that is cut off (RFC 9072)', `${FIXED} ff ff 00`, '2/0'],
    ['extended parameters that are cut off (RFC 9072)', `${FIXED} ff ff 0005 02 0004 02 00`, '2/0'],
    ['a multiprotocol capability of 3 octets', `${FIXED} 07 02 05 01 03 000100`, '2/0'],
    ['a four-octet AS capability of 3 octets', `${FIXED} 07 02 05 41 03 000001`, '2/0'],
    ['a graceful restart capability of 3 octets', `${FIXED} 07 02 05 40 03 007801`, '2/0'],
    ['a role of 4 octets', `${FIXED} 08 02 06 09 04 00000001`, '2/0'],
    ['a route refresh capability with a value', `${FIXED} 05 02 03 02 01 00`, '2/0'],
  ];
  for (const [what, body, expected] of cases) {
    it(`${what}: ${expected}`, () => {
      const error = decode(message(1, octets(body)), context());
      const seen =
        error.kind === 'protocolError'
          ? `${error.code}/${error.subcode} ${hex(error.data)}`.trim()
          : error.kind;
      expect(seen).to.equal(expected);
    });
  }
});

describe('an OPEN that is odd but right', () => {
  const kept: readonly (readonly [string, string, Capability])[] = [
    ['a role without a name', '09 01 05', { kind: 'unknown', code: 9, value: octets('05') }],
    [
      'a host name that is no UTF-8',
      '49 03 01 ff 00',
      { kind: 'unknown', code: 73, value: octets('01ff00') },
    ],
    ['a host name that is cut off', '49 02 05 61', { kind: 'unknown', code: 73, value: octets('0561') }],
    ['an empty version', '4b 01 00', { kind: 'softwareVersion', version: '' }],
    [
      'a direction without a name (RFC 7911 §4)',
      '45 04 000101 04',
      { kind: 'unknown', code: 69, value: octets('00010104') },
    ],
    [
      'reserved bits that are set',
      '40 02 f078',
      {
        kind: 'gracefulRestart',
        restarting: true,
        notification: true,
        restartTime: seconds(120),
        families: [],
        received: octets('f078'),
      },
    ],
  ];
  for (const [what, capability, expected] of kept) {
    it(`keeps ${what} and says it again`, () => {
      const value = octets(capability);
      const body = Uint8Array.of(...octets(FIXED), value.length + 2, 2, value.length, ...value);
      const open = decode(message(1, body), context());
      if (open.kind !== 'open') throw new Error(open.kind);
      expect(open.capabilities).to.deep.equal([expected]);
      expect(hex(encode(open, context()))).to.equal(hex(message(1, body)));
    });
  }

  it('keeps two AS numbers that do not belong together', () => {
    const body = octets('04 0001 00b4 c0000207 08 02 06 41 04 0001000e');
    const open = decode(message(1, body), context());
    expect(open).to.deep.include({ asn: 65550, myAutonomousSystem: 1 });
    expect(open.kind === 'open' && hex(encode(open, context()))).to.equal(hex(message(1, body)));
  });

  it('keeps any identifier but 0 (RFC 6286 §2.1)', () => {
    expect(decode(message(1, octets('04 fde8 00b4 e0000001 00')), context())).to.deep.include({
      routerId: '224.0.0.1',
    });
  });
});

describe('an OPEN that cannot be said', () => {
  const cases: readonly (readonly [string, Partial<Open>, string])[] = [
    ['hold time 2', { holdTime: seconds(2) }, 'holdTime is 0 or 3 to 65535 seconds, not 2'],
    [
      'a restart time of 5000 s',
      { capabilities: [restart(5000)] },
      'restartTime is 0 to 4095 seconds, not 5000',
    ],
    [
      'a version of 300 octets',
      { capabilities: [{ kind: 'softwareVersion', version: 'x'.repeat(300) }] },
      'version has at most 255 octets, not 300',
    ],
    [
      'more than fits an OPEN (RFC 8654 §4)',
      { capabilities: new Array<Capability>(1500).fill({ kind: 'routeRefresh' }) },
      'the open has',
    ],
  ];
  for (const [what, parts, text] of cases) {
    it(`is refused: ${what}`, () => {
      const open: Open = { ...plainOpen(), ...parts };
      expect(() => encode(open, context({ extendedMessages: true }))).to.throw(RangeError, text);
    });
  }

  it('uses the extended form when it needs to (RFC 9072 §2)', () => {
    const open: Open = {
      ...plainOpen(),
      capabilities: new Array<Capability>(100).fill({ kind: 'routeRefresh' }),
    };
    const octets = encode(open, context());
    expect(hex(octets.subarray(28, 36))).to.equal('ffff01f402000202');
    expect(decode(octets, context())).to.deep.include({ capabilities: open.capabilities });
  });
});

function plainOpen(): Open {
  return {
    kind: 'open',
    version: 4,
    asn: asn(65000),
    holdTime: seconds(90),
    routerId: routerId('192.0.2.7'),
    capabilities: [],
  };
}

function restart(restartTime: number): Capability {
  return {
    kind: 'gracefulRestart',
    restarting: false,
    notification: false,
    restartTime: seconds(restartTime),
    families: [],
  };
}

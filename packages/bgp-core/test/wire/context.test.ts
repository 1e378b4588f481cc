import { asn, routerId, seconds } from '@fairlead/inet';
import { expect } from 'chai';
import { agreedContext, initialContext, maximumMessageLength } from '@fairlead/bgp-core/wire';
import type { Capability, Open } from '@fairlead/bgp-core/wire';

describe('what two OPENs agree on', () => {
  it('is nothing where one of them has no capabilities', () => {
    const all: readonly Capability[] = [
      { kind: 'fourOctetAs', asn: asn(65001) },
      { kind: 'extendedMessage' },
      { kind: 'addPath', families: [{ family: 'ipv4/unicast', direction: 'both' }] },
      { kind: 'extendedNextHop', families: [{ family: 'ipv4/unicast', nextHopAfi: 2 }] },
    ];
    expect(agreedContext(open(all), open([]), 'ebgp')).to.deep.equal(initialContext);
  });

  it('is what both have', () => {
    const both: readonly Capability[] = [
      { kind: 'fourOctetAs', asn: asn(65001) },
      { kind: 'extendedMessage' },
    ];
    const agreed = agreedContext(open(both), open(both), 'ibgp');
    expect(agreed).to.deep.equal({
      ...initialContext,
      peerType: 'ibgp',
      fourOctetAs: true,
      extendedMessages: true,
    });
    expect([initialContext, agreed].map(maximumMessageLength)).to.deep.equal([4096, 65535]);
  });

  it('has path identifiers where one side sends and the other receives (RFC 7911 §4)', () => {
    const ours = open([
      {
        kind: 'addPath',
        families: [
          { family: 'ipv4/unicast', direction: 'send' },
          { family: 'ipv6/unicast', direction: 'both' },
        ],
      },
    ]);
    const theirs = open([
      {
        kind: 'addPath',
        families: [
          { family: 'ipv4/unicast', direction: 'send' },
          { family: 'ipv6/unicast', direction: 'receive' },
        ],
      },
    ]);
    expect(agreedContext(ours, theirs, 'ebgp').addPath).to.deep.equal({
      receive: new Set(),
      send: new Set(['ipv6/unicast']),
    });
  });

  it('lets next hops be IPv6 where both say so for that AFI (RFC 8950 §4)', () => {
    const says = (nextHopAfi: number): Open =>
      open([{ kind: 'extendedNextHop', families: [{ family: 'ipv4/unicast', nextHopAfi }] }]);
    expect(agreedContext(says(2), says(2), 'ebgp').extendedNextHop).to.deep.equal(new Set(['ipv4/unicast']));
    expect(agreedContext(says(2), says(1), 'ebgp').extendedNextHop).to.deep.equal(new Set());
  });
});

function open(capabilities: readonly Capability[]): Open {
  return {
    kind: 'open',
    version: 4,
    asn: asn(65001),
    holdTime: seconds(90),
    routerId: routerId('192.0.2.1'),
    capabilities,
  };
}

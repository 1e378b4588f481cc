import { expect } from 'chai';
import { AS_TRANS, asn, routerId, seconds } from '@fairlead/inet';
import type { Capability, Open, Role } from '../../src/message.ts';
import { negotiate } from '../../src/session/negotiate.ts';
import type { SessionSettings } from '../../src/session/settings.ts';
import { agreed, open, ours, session, settings, theirs } from './support.ts';

describe('an OPEN that is refused (RFC 4271 §6.2)', () => {
  const unicast: Capability = { kind: 'multiprotocol', family: 'ipv4/unicast' };
  const as = (role: Role): Capability => ({ kind: 'role', role });
  const weAre = (role: Role, strictRole = false): Partial<SessionSettings> => ({
    strictRole,
    open: open(65001, '192.0.2.1', [unicast, as(role)]),
  });
  const internal: Partial<SessionSettings> = { remoteAs: 'internal' };

  interface Refusal {
    readonly title: string;
    readonly by?: Partial<SessionSettings>;
    readonly received: Open;
    readonly subcode: number;
    readonly data?: readonly number[];
    readonly detail: string;
  }
  const refusals: readonly Refusal[] = [
    {
      title: 'of another version, with ours',
      received: { ...theirs, version: 5 },
      subcode: 1,
      data: [0, 4],
      detail: 'the neighbour speaks version 5',
    },
    {
      title: 'of another AS',
      received: open(65009, '192.0.2.2'),
      subcode: 2,
      detail: 'the neighbour says AS 65009, expected 65002',
    },
    {
      title: 'of another AS where ours is expected',
      by: internal,
      received: theirs,
      subcode: 2,
      detail: 'the neighbour says AS 65002, expected ours, 65001',
    },
    {
      title: 'of our AS where any other is expected',
      by: { remoteAs: 'external' },
      received: open(65001, '192.0.2.2'),
      subcode: 2,
      detail: 'the neighbour says AS 65001, expected any but ours, 65001',
    },
    {
      title: 'that says AS_TRANS in four octets (RFC 6793 §9)',
      by: { remoteAs: 'external' },
      received: { ...theirs, capabilities: [unicast, { kind: 'fourOctetAs', asn: AS_TRANS }] },
      subcode: 2,
      detail: 'the neighbour says AS_TRANS, 23456, in four octets',
    },
    {
      title: 'with our identifier from within our AS (RFC 6286 §2.2)',
      by: internal,
      received: ours,
      subcode: 3,
      detail: 'the neighbour has our router id 192.0.2.1',
    },
    {
      title: 'with a hold time of one second',
      received: { ...theirs, holdTime: seconds(1) },
      subcode: 6,
      detail: 'the neighbour asks for a hold time of 1 s',
    },
    {
      title: 'with a hold time of two seconds',
      received: { ...theirs, holdTime: seconds(2) },
      subcode: 6,
      detail: 'the neighbour asks for a hold time of 2 s',
    },
    {
      title: 'without a family that we speak, with those that we do (RFC 5492 §5)',
      received: open(65002, '192.0.2.2', []),
      by: { open: open(65001, '192.0.2.1', [{ kind: 'multiprotocol', family: 'ipv6/unicast' }]) },
      subcode: 7,
      data: [1, 4, 0, 2, 0, 1],
      detail: 'the neighbour has none of ipv6/unicast',
    },
    {
      title: 'of a provider while we are one too (RFC 9234 §4.2)',
      by: weAre('provider'),
      received: open(65002, '192.0.2.2', [as('provider')]),
      subcode: 11,
      detail: 'the neighbour is provider, and we are provider',
    },
    {
      title: 'of a neighbour with two roles (RFC 9234 §4.2)',
      by: weAre('provider'),
      received: open(65002, '192.0.2.2', [as('customer'), as('peer')]),
      subcode: 11,
      detail: 'the neighbour says that it is customer and peer',
    },
    {
      title: 'without a role in strict mode (RFC 9234 §4.2)',
      by: weAre('peer', true),
      received: theirs,
      subcode: 11,
      detail: 'the neighbour does not say its role, and we are peer',
    },
  ];
  for (const { title, by = {}, received, subcode, data = [], detail } of refusals) {
    it(title, () => {
      const negotiation = negotiate({ ...settings, ...by }, received);
      if (negotiation.kind === 'agreed') return expect.fail('was not refused');
      const { sent } = negotiation.ending;
      expect({ ...sent, data: [...sent.data], detail: negotiation.ending.detail }).to.deep.equal({
        kind: 'notification',
        code: 2,
        subcode,
        data,
        detail,
      });
    });
  }

  it('is not one with our identifier from another AS (RFC 6286 §2.1)', () => {
    expect(agreed(settings, { ...theirs, routerId: routerId('192.0.2.1') }).peerType).to.equal('ebgp');
  });
});

describe('what two OPENs agree on', () => {
  it('is the lesser hold time and a third of it between KEEPALIVEs (RFC 4271 §4.2, §4.4)', () => {
    const received = { ...theirs, holdTime: seconds(9) };
    const { holdTime, keepaliveTime, sendHoldTime } = agreed(settings, received);
    expect({ holdTime, keepaliveTime, sendHoldTime }).to.deep.equal({
      holdTime: 9000,
      keepaliveTime: 3000,
      sendHoldTime: 480_000,
    });
  });

  it('is no timer at all where one side asks for none', () => {
    const { holdTime, keepaliveTime, sendHoldTime } = agreed(settings, { ...theirs, holdTime: seconds(0) });
    expect([holdTime, keepaliveTime, sendHoldTime]).to.deep.equal([null, null, null]);
  });

  it('is never a KEEPALIVE more often than once a second', () => {
    expect(
      agreed({ ...settings, keepaliveTime: seconds(0) }, { ...theirs, holdTime: seconds(3) }).keepaliveTime,
    ).to.equal(1000);
  });

  it('is a send hold time of twice the hold time where that is more than 8 minutes (RFC 9687 §3)', () => {
    const long = { ...settings, open: { ...ours, holdTime: seconds(65535) } };
    expect(agreed(long, { ...theirs, holdTime: seconds(300) }).sendHoldTime).to.equal(600_000);
    expect(agreed({ ...long, sendHoldTime: seconds(7) }, theirs).sendHoldTime).to.equal(7000);
  });

  it('is KEEPALIVEs within a third of the send hold time, for a neighbour that has nothing to be told', () => {
    expect(agreed({ ...settings, sendHoldTime: seconds(30) }, theirs)).to.include({
      keepaliveTime: 10_000,
      sendHoldTime: 30_000,
    });
  });

  it('is the families of both, IPv4 unicast where none is named (RFC 4760 §8)', () => {
    expect([...session.families]).to.deep.equal(['ipv4/unicast', 'ipv6/unicast']);
    expect([...agreed(settings, open(65002, '192.0.2.2', [])).families]).to.deep.equal(['ipv4/unicast']);
  });

  it('is internal to an AS where both are in it', () => {
    const internal = { ...settings, remoteAs: 'internal' as const };
    expect(agreed(internal, open(65001, '192.0.2.2')).peerType).to.equal('ibgp');
  });

  it('is long-lived graceful restart only beside graceful restart (RFC 9494 §3)', () => {
    const graceful: Capability = {
      kind: 'gracefulRestart',
      restarting: false,
      notification: true,
      restartTime: seconds(120),
      families: [{ family: 'ipv4/unicast', forwarding: true }],
    };
    const longLived: Capability = {
      kind: 'longLivedGracefulRestart',
      families: [{ family: 'ipv4/unicast', forwarding: true, staleTime: seconds(3600) }],
    };
    const we = { ...settings, open: open(65001, '192.0.2.1', [graceful, longLived]) };
    const both = agreed(we, open(65002, '192.0.2.2', [graceful, longLived]));
    expect([both.gracefulRestart, both.longLivedGracefulRestart]).to.deep.equal([graceful, longLived]);
    expect(agreed(we, open(65002, '192.0.2.2', [longLived])).longLivedGracefulRestart).to.equal(null);
    expect(agreed(settings, open(65002, '192.0.2.2', [graceful])).gracefulRestart).to.equal(null);
  });

  it('is the last of several capabilities of a kind (RFC 4724 §3)', () => {
    const graceful = (time: number): Capability => ({
      kind: 'gracefulRestart',
      restarting: false,
      notification: true,
      restartTime: seconds(time),
      families: [],
    });
    const both = { ...settings, open: open(65001, '192.0.2.1', [graceful(5)]) };
    const received = open(65002, '192.0.2.2', [graceful(10), graceful(20)]);
    expect(agreed(both, received).gracefulRestart?.restartTime).to.equal(20);
  });

  it('is our role, where the neighbour says one that fits or none (RFC 9234 §4.2)', () => {
    const provider = { ...settings, open: open(65001, '192.0.2.1', [{ kind: 'role', role: 'provider' }]) };
    const customer = open(65002, '192.0.2.2', [{ kind: 'role', role: 'customer' }]);
    expect(agreed(provider, customer).role).to.equal('provider');
    expect(agreed(provider, theirs).role).to.equal('provider');
    expect(agreed(settings, { ...theirs, asn: asn(65002) }).role).to.equal(null);
  });
});

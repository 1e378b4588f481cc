import { expect } from 'chai';
import { seconds } from '@fairlead/inet';
import type { Capability, Notification } from '../../src/message.ts';
import { ending } from '../../src/session/ending.ts';
import type { Ending } from '../../src/session/ending.ts';
import type { Session } from '../../src/session/negotiate.ts';
import {
  endOfRibReceived,
  nothingRetained,
  retentionDeadline,
  retentionWoken,
  sessionEnded,
  sessionEstablished,
} from '../../src/session/retention.ts';
import type { RetentionStep } from '../../src/session/retention.ts';
import { agreed, at, cease, now, open, session, settings } from './support.ts';

describe('routes of a neighbour that restarts (RFC 4724 §4.2)', () => {
  const lost = ending('connectionLost');
  const kept = sessionEnded(nothingRetained, graceful(), lost, now);

  it('are kept and marked, for the time that it asked for', () => {
    expect(orders(kept)).to.deep.equal(['markStale ipv4/unicast', 'remove ipv6/unicast']);
    expect(retentionDeadline(kept.retention)).to.equal(at(120_000));
  });

  it('are removed when it does not come back in time', () => {
    const woken = retentionWoken(kept.retention, at(120_000));
    expect(orders(woken)).to.deep.equal(['removeStale ipv4/unicast']);
    expect(retentionDeadline(woken.retention)).to.equal(null);
  });

  it('are removed at once when it comes back without them', () => {
    const back = sessionEstablished(kept.retention, graceful({ forwarding: false }), at(1000));
    expect(orders(back)).to.deep.equal(['removeStale ipv4/unicast']);
  });

  it('are removed at End-of-RIB where they were not said again', () => {
    const back = sessionEstablished(kept.retention, graceful(), at(1000));
    expect(orders(back)).to.deep.equal([]);
    expect(orders(endOfRibReceived(back.retention, 'ipv6/unicast'))).to.deep.equal([]);
    expect(orders(endOfRibReceived(back.retention, 'ipv4/unicast'))).to.deep.equal([
      'removeStale ipv4/unicast',
    ]);
  });

  it('are removed when it comes back and never finishes', () => {
    const back = sessionEstablished(kept.retention, graceful(), at(1000));
    expect(orders(retentionWoken(back.retention, at(361_000)))).to.deep.equal(['removeStale ipv4/unicast']);
  });

  it('do not live through a second restart unless they were said again', () => {
    const back = sessionEstablished(kept.retention, graceful(), at(1000));
    expect(orders(sessionEnded(back.retention, graceful(), lost, at(2000)))).to.deep.equal([
      'removeStale ipv4/unicast',
      'markStale ipv4/unicast',
      'remove ipv6/unicast',
    ]);
  });

  it('are not touched by a wake-up too early', () => {
    expect(retentionWoken(kept.retention, at(119_999))).to.deep.equal({
      retention: kept.retention,
      orders: [],
    });
  });

  it('are removed where graceful restart was not agreed on', () => {
    expect(orders(sessionEnded(nothingRetained, session, lost, now))).to.deep.equal([
      'remove ipv4/unicast',
      'remove ipv6/unicast',
    ]);
  });
});

describe('routes after a NOTIFICATION (RFC 8538 §4)', () => {
  const said = (notification: Notification): Ending =>
    ending('notificationReceived', { received: notification });
  const hard: Notification = { kind: 'notification', code: 6, subcode: 9, data: Uint8Array.of(6, 2) };
  const kept = (agreement: Session, end: Ending): readonly string[] =>
    orders(sessionEnded(nothingRetained, agreement, end, now));

  it('are kept where both sides said the N bit', () => {
    expect(kept(graceful(), said(cease))).to.include('markStale ipv4/unicast');
    expect(kept(graceful(), ending('holdTimerExpired', { sent: cease }))).to.include(
      'markStale ipv4/unicast',
    );
  });

  it('are removed where one side did not', () => {
    expect(kept(graceful({ notification: false }), said(cease))).to.include('remove ipv4/unicast');
  });

  it('are removed after a hard reset', () => {
    expect(kept(graceful(), said(hard))).to.include('remove ipv4/unicast');
  });

  it('are removed when we shut the session down', () => {
    expect(kept(graceful(), ending('administrativeShutdown'))).to.include('remove ipv4/unicast');
  });
});

describe('routes of a neighbour that is away for long (RFC 9494 §4.2)', () => {
  const away = sessionEnded(nothingRetained, graceful({ staleTime: 3600 }), ending('connectionLost'), now);
  const longLived = retentionWoken(away.retention, at(120_000));

  it('live on as a last resort', () => {
    expect(orders(longLived)).to.deep.equal(['markLongLivedStale ipv4/unicast']);
    expect(retentionDeadline(longLived.retention)).to.equal(at(120_000 + 3_600_000));
  });

  it('are removed in the end', () => {
    expect(orders(retentionWoken(longLived.retention, at(3_720_000)))).to.deep.equal([
      'removeStale ipv4/unicast',
    ]);
  });

  it('are a last resort at once where the family has no restart time', () => {
    const onlyLongLived = graceful({ staleTime: 3600, isNamed: false });
    const gone = sessionEnded(nothingRetained, onlyLongLived, ending('connectionLost'), now);
    expect(retentionDeadline(gone.retention)).to.equal(now);
    expect(orders(retentionWoken(gone.retention, now))).to.deep.equal(['markLongLivedStale ipv4/unicast']);
  });

  it('are not kept longer because it came back', () => {
    const back = sessionEstablished(longLived.retention, graceful({ staleTime: 3600 }), at(3_700_000));
    expect(retentionDeadline(back.retention)).to.equal(at(3_720_000));
  });

  it('stay for End-of-RIB when it comes back with them', () => {
    expect(
      orders(sessionEstablished(longLived.retention, graceful({ staleTime: 3600 }), at(200_000))),
    ).to.deep.equal([]);
    expect(orders(sessionEstablished(longLived.retention, graceful(), at(200_000)))).to.deep.equal([
      'removeStale ipv4/unicast',
    ]);
  });
});

interface Say {
  readonly forwarding?: boolean;
  readonly notification?: boolean;
  readonly staleTime?: number;
  /** Whether the family stands in the capability for graceful restart. */
  readonly isNamed?: boolean;
}

/** A session in which the neighbour said this about its restarts, for IPv4 only. */
function graceful({
  forwarding = true,
  notification = true,
  staleTime = 0,
  isNamed = true,
}: Say = {}): Session {
  const unicast: readonly Capability[] = [
    { kind: 'multiprotocol', family: 'ipv4/unicast' },
    { kind: 'multiprotocol', family: 'ipv6/unicast' },
  ];
  const restart = (families: readonly boolean[], soft: boolean): Capability => ({
    kind: 'gracefulRestart',
    restarting: false,
    notification: soft,
    restartTime: seconds(120),
    families: families.map((one) => ({ family: 'ipv4/unicast', forwarding: one })),
  });
  const longLived: Capability = {
    kind: 'longLivedGracefulRestart',
    families: [{ family: 'ipv4/unicast', forwarding, staleTime: seconds(staleTime) }],
  };
  const ours = open(65001, '192.0.2.1', [...unicast, restart([], true), longLived]);
  const theirs = [
    ...unicast,
    restart(isNamed ? [forwarding] : [], notification),
    ...(staleTime > 0 ? [longLived] : []),
  ];
  return agreed({ ...settings, open: ours }, open(65002, '192.0.2.2', theirs));
}

function orders(step: RetentionStep): readonly string[] {
  return step.orders.map(({ kind, family }) => `${kind} ${family}`);
}

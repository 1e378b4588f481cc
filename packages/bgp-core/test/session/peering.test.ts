import { expect } from 'chai';
import fc from 'fast-check';
import { asn, millis, seconds } from '@fairlead/inet';
import type { Capability } from '../../src/message.ts';
import type { SessionAction } from '../../src/session/action.ts';
import type { SessionEvent } from '../../src/session/event.ts';
import type { Peering, PeeringStep } from '../../src/session/peering.ts';
import { accept, hear, newPeering, peeringDeadline, tell } from '../../src/session/peering.ts';
import type { SessionSettings } from '../../src/session/settings.ts';
import { at, describeAction, events, now, open, settings, theirs } from './support.ts';

describe('a peering', () => {
  it('refuses a call before it was started', () => {
    expect(accept(newPeering(settings), now).accepted).to.equal(null);
  });

  it('takes the call of a neighbour that does not answer ours, and calls no more', () => {
    const calling = tell(newPeering(settings), events.start, now).peering;
    const called = accept(calling, now);
    expect(summary(called)).to.equal('connect openSent: OPEN on incoming 1');
    const confirmed = hear(called.peering, 1, events.openReceived, now);
    expect(summary(confirmed)).to.equal('openConfirm -: KEEPALIVE on incoming 1, close on outgoing 0');
    const established = hear(confirmed.peering, 1, events.keepaliveReceived, now);
    expect(summary(established)).to.equal('established -: up on incoming 1');
  });

  it('keeps the session and closes a later connection when it says OPEN', () => {
    const later = accept(up(), now);
    expect(summary(later)).to.equal('established openSent: OPEN on incoming 1');
    expect(summary(hear(later.peering, 1, events.openReceived, now))).to.equal(
      'established -: NOTIFICATION 6/7 on incoming 1, close on incoming 1, failed collisionLost on incoming 1',
    );
  });

  it('gives a session up for the new connection of a neighbour that restarts gracefully (RFC 4724 §5)', () => {
    const restarted = accept(up(graceful()), now);
    expect(summary(restarted)).to.equal(
      'openSent -: close on outgoing 0, down superseded on outgoing 0, OPEN on incoming 1',
    );
  });

  it('holds one incoming connection beside its session, the newest', () => {
    const second = accept(up(), now);
    expect(summary(accept(second.peering, now))).to.equal(
      'established openSent: NOTIFICATION 6/7 on incoming 1, close on incoming 1, failed superseded on incoming 1, OPEN on incoming 2',
    );
  });

  it('goes on with the other connection when the first fails', () => {
    const both = colliding();
    expect(summary(hear(both, 0, events.connectionFailed, now))).to.equal(
      'openSent -: close on outgoing 0, failed connectFailed on outgoing 0',
    );
  });

  it('does not lose a good connection to a bad OPEN on another one', () => {
    const confirmed = hear(colliding(), 0, events.openReceived, now).peering;
    const bad: SessionEvent = { kind: 'openReceived', open: open(64999, '192.0.2.2') };
    expect(summary(hear(confirmed, 1, bad, now))).to.equal(
      'openConfirm -: NOTIFICATION 2/2 on incoming 1, close on incoming 1, failed badPeerAs on incoming 1',
    );
  });

  it('does not call a neighbour that breaks the protocol on its own connection until both had a rest', () => {
    const calling = tell(newPeering(settings), events.start, now).peering;
    const called = accept(calling, now);
    const broken = hear(called.peering, 1, events.malformedReceived, now);
    expect(summary(broken)).to.equal(
      'idle -: NOTIFICATION 1/2 on incoming 1, close on incoming 1, failed malformedMessage on incoming 1, close on outgoing 0',
    );
    const due = peeringDeadline(broken.peering) ?? 0;
    expect(due - now).to.be.within(750, 1000);
  });

  it('does nothing about a connection that it does not know any more', () => {
    const peering = up();
    expect(hear(peering, 77, events.malformedReceived, now)).to.deep.equal({ peering, orders: [] });
  });

  it('closes both connections when it is stopped', () => {
    expect(summary(tell(colliding(), events.stop, now))).to.equal(
      'idle -: NOTIFICATION 6/2 on outgoing 0, close on outgoing 0, NOTIFICATION 6/2 on incoming 1, close on incoming 1',
    );
  });

  it('keeps exactly the connections that it did not close, at most two, whatever happens', () => {
    const any = fc.constantFrom<SessionEvent>(...Object.values(events));
    const common = fc.constantFrom(events.start, events.stop, events.configured, events.deadlineReached);
    const happening = fc.oneof(
      fc.tuple(any, fc.boolean()).map(([event, first]): Happening => (peering, time) => {
        const line = first ? peering.session : (peering.rival ?? peering.session);
        return { ...hear(peering, line.connection?.id ?? -1, event, time), accepted: null };
      }),
      common.map((event): Happening => (peering, time) => ({
        ...tell(peering, event, time),
        accepted: null,
      })),
      fc.constant<Happening>(accept),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(happening, fc.nat({ max: 20_000 }))), (happenings) => {
        let peering = newPeering(settings);
        let time = now;
        const open = new Set<number>();
        for (const [happen, span] of happenings) {
          time = millis(time + span);
          const answer = happen(peering, time);
          if (answer.accepted !== null) open.add(answer.accepted.id);
          for (const { action, connection } of answer.orders) follow(open, action, connection?.id ?? -1);
          peering = answer.peering;
          const held = [peering.session.connection, peering.rival?.connection ?? null];
          expect(held.flatMap((one) => (one === null ? [] : [one.id])).sort()).to.deep.equal(
            [...open].sort(),
          );
        }
      }),
    );
  });
});

type Happening = typeof accept;

function follow(open: Set<number>, { kind }: SessionAction, id: number): void {
  if (kind === 'connect') open.add(id);
  if (kind === 'closeConnection' || kind === 'resetConnection') open.delete(id);
}

/** A session over our own call. */
function up(by: SessionSettings = settings): Peering {
  const calling = tell(newPeering(by), events.start, now).peering;
  const sent = hear(calling, 0, events.connectionOpened, now).peering;
  const confirmed = hear(
    sent,
    0,
    { kind: 'openReceived', open: { ...theirs, capabilities: by.open.capabilities } },
    now,
  );
  return hear(confirmed.peering, 0, events.keepaliveReceived, now).peering;
}

/** Both calls were answered and neither has heard an OPEN. */
function colliding(): Peering {
  const calling = tell(newPeering(settings), events.start, now).peering;
  return hear(accept(calling, now).peering, 0, events.connectionOpened, at(1)).peering;
}

function graceful(): SessionSettings {
  const capabilities: readonly Capability[] = [
    { kind: 'fourOctetAs', asn: asn(65001) },
    {
      kind: 'gracefulRestart',
      restarting: false,
      notification: false,
      restartTime: seconds(60),
      families: [{ family: 'ipv4/unicast', forwarding: false }],
    },
  ];
  return { ...settings, open: open(65001, '192.0.2.1', capabilities) };
}

function summary({ peering: { session, rival }, orders }: PeeringStep): string {
  const said = orders.map(
    ({ action, connection }) =>
      `${describeAction(action)} on ${connection === null ? '-' : `${connection.direction} ${connection.id}`}`,
  );
  return `${session.state.kind} ${rival?.state.kind ?? '-'}: ${said.join(', ')}`;
}

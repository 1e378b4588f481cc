import { expect } from 'chai';
import { millis, seconds } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import { backoff, jittered, nextDeadline } from '../../src/session/deadline.ts';
import type { SessionEvent } from '../../src/session/event.ts';
import type { SessionState } from '../../src/session/state.ts';
import { newSession, step } from '../../src/session/step.ts';
import { at, events, now, outcome, settings, states } from './support.ts';

describe('ConnectRetryTimer (RFC 4271 §8.2.2)', () => {
  it('ends a call that nobody answers and starts another', () => {
    expect(outcome(step(states.connect, events.deadlineReached, at(5000)))).to.equal(
      'connect, close, failed connectTimedOut, connect',
    );
  });

  it('ends the wait in Active', () => {
    expect(outcome(step(states.active, events.deadlineReached, at(5000)))).to.equal('connect, connect');
  });

  it('waits twice as long after each call that fails, up to its limit', () => {
    const spans: number[] = [];
    let state = step(newSession(settings), events.start, now).state;
    for (let i = 0; i < 6; i++) {
      state = step(state, events.connectionFailed, now).state;
      spans.push((nextDeadline(state) ?? 0) - now);
      state = step(state, events.deadlineReached, at(20_000)).state;
    }
    [1000, 2000, 4000, 8000, 10_000, 10_000].forEach((most, index) => {
      expect(spans[index]).to.be.within(most * 0.75, most);
    });
  });

  it('never runs where we wait to be called', () => {
    const passive = step(newSession({ ...settings, passive: true }), events.start, now);
    expect(outcome(passive)).to.equal('active');
    expect(nextDeadline(step(passive.state, events.connectionFailed, now).state)).to.equal(null);
  });
});

describe('DelayOpenTimer (RFC 4271 §8.2.1.3)', () => {
  const waiting = { ...settings, delayOpenTime: millis(3000) };

  for (const state of [states.connect, states.active]) {
    const opened = step({ ...state, settings: waiting }, events.connectionOpened, now).state;

    it(`lets the neighbour speak first in ${state.kind}`, () => {
      expect(opened).to.include({ kind: state.kind, delayOpen: at(3000), connectRetry: null });
      expect(outcome(step(opened, events.openReceived, at(100)))).to.equal('openConfirm, OPEN, KEEPALIVE');
    });

    it(`says OPEN in ${state.kind} when it expires`, () => {
      expect(outcome(step(opened, events.deadlineReached, at(3000)))).to.equal('openSent, OPEN');
    });

    it(`refuses a bad OPEN in ${state.kind} after it said its own`, () => {
      const bad: SessionEvent = { kind: 'openReceived', open: { ...events.openReceived.open, version: 3 } };
      expect(outcome(step(opened, bad, at(100)))).to.equal(
        'idle, OPEN, NOTIFICATION 2/1, close, failed unsupportedVersion',
      );
    });
  }
});

describe('HoldTimer (RFC 4271 §6.5)', () => {
  it('gives a neighbour a long time for its OPEN', () => {
    expect(outcome(step(states.openSent, events.deadlineReached, at(240_000)))).to.equal(
      'idle, NOTIFICATION 4/0, close, failed openTimedOut',
    );
  });

  it('runs in OpenConfirm', () => {
    expect(outcome(step(states.openConfirm, events.deadlineReached, at(90_000)))).to.equal(
      'idle, NOTIFICATION 4/0, close, failed holdTimerExpired',
    );
  });

  it('ends a session in which the neighbour is silent', () => {
    expect(outcome(step(states.established, events.deadlineReached, at(90_000)))).to.equal(
      'idle, NOTIFICATION 4/0, close, down holdTimerExpired',
    );
  });

  it('starts again with each message', () => {
    for (const event of [events.keepaliveReceived, events.updateReceived, events.routeRefreshReceived]) {
      expect(step(states.established, event, at(1000)).state).to.include({ hold: at(91_000) });
    }
  });
});

describe('KeepaliveTimer (RFC 4271 §4.4, §10)', () => {
  for (const state of [states.openConfirm, states.established]) {
    it(`says KEEPALIVE in ${state.kind} within a third of the hold time`, () => {
      const stepped = step(state, events.deadlineReached, at(25_000));
      expect(outcome(stepped)).to.equal(`${state.kind}, KEEPALIVE`);
      expect((nextDeadline(stepped.state) ?? 0) - now).to.be.within(25_000 + 22_500, 25_000 + 30_000);
    });
  }
});

describe('SendHoldTimer (RFC 9687)', () => {
  const blocked = { ...states.established, hold: null, keepalive: null };

  it('ends a session with a neighbour that takes nothing, without waiting for it', () => {
    expect(outcome(step(blocked, events.deadlineReached, at(480_000)))).to.equal(
      'idle, reset, down sendHoldTimerExpired',
    );
  });

  it('starts again when the neighbour takes something', () => {
    expect(step(blocked, events.outputProgressed, at(1000)).state).to.include({ sendHold: at(481_000) });
  });
});

describe('timers that are configured anew in Established', () => {
  it('count from then on', () => {
    const faster = { ...settings, keepaliveTime: seconds(4), sendHoldTime: seconds(100) };
    const { state } = step(states.established, { kind: 'configured', settings: faster }, now);
    if (state.kind !== 'established') return expect.fail(state.kind);
    expect((state.keepalive ?? 0) - now).to.be.within(3000, 4000);
    expect([state.hold, state.sendHold]).to.deep.equal([at(90_000), at(100_000)]);
  });

  it('go on as they were where nothing changes for them', () => {
    const other = { ...settings, passive: true };
    const { state } = step(states.established, { kind: 'configured', settings: other }, at(1000));
    const { hold, keepalive, sendHold } = states.established;
    expect(state).to.include({ hold, keepalive, sendHold });
  });
});

describe('IdleHoldTimer (RFC 4271 §8.1.1, DampPeerOscillations)', () => {
  it('rests longer after each failure that follows soon', () => {
    const rests: number[] = [];
    let state: SessionState = states.openSent;
    for (let i = 0; i < 8; i++) {
      state = step(state, events.malformedReceived, now).state;
      rests.push(rest(state, now));
      state = step(step(state, events.deadlineReached, at(60_000)).state, events.connectionOpened, now).state;
    }
    [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000].forEach((most, index) => {
      expect(rests[index]).to.be.within(most * 0.75, most);
    });
  });

  it('forgives after a session that lasted', () => {
    const troubled = { ...states.established, failures: 5 };
    expect(rest(step(troubled, events.connectionFailed, at(60_000)).state, at(60_000))).to.be.at.most(1000);
    expect(rest(step(troubled, events.connectionFailed, at(59_999)).state, at(59_999))).to.be.above(1000);
  });

  it('does not let a start cut its rest short', () => {
    const resting = step(states.openSent, events.malformedReceived, now).state;
    expect(step(resting, events.start, at(1)).state).to.equal(resting);
    expect(outcome(step(resting, events.deadlineReached, at(1000)))).to.equal('connect, connect');
  });

  it('is as short as told where the end was ordered', () => {
    const reset: SessionEvent = {
      kind: 'stop',
      reason: 'configurationChanged',
      notification: null,
      restartAfter: millis(0),
    };
    const resetting = step(states.established, reset, now);
    expect(outcome(resetting)).to.equal('idle, close, down configurationChanged');
    expect(outcome(step(resetting.state, events.deadlineReached, now))).to.equal('connect, connect');
    expect(nextDeadline(step(newSession(settings), reset, now).state)).to.equal(null);
  });
});

describe('jitter (RFC 4271 §10)', () => {
  it('is 75 to 100 % of the span, spread evenly over seeds and over time', () => {
    const spans = Array.from(
      { length: 10_000 },
      (_, i) => jittered(at(i % 100), millis(1000), i) - at(i % 100),
    );
    const mean = spans.reduce((sum, span) => sum + span, 0) / spans.length;
    expect(Math.min(...spans)).to.be.within(750, 752);
    expect(Math.max(...spans)).to.be.within(998, 1000);
    expect(mean).to.be.within(870, 880);
  });

  it('follows a backoff that stays at its limit', () => {
    expect([0, 1, 5, 6, 1000].map((times) => backoff(times, millis(60_000)))).to.deep.equal([
      1000, 2000, 32_000, 60_000, 60_000,
    ]);
  });
});

function rest(state: SessionState, time: Millis): number {
  return (nextDeadline(state) ?? Number.NaN) - time;
}

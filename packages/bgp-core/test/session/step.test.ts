import { expect } from 'chai';
import fc from 'fast-check';
import { millis } from '@fairlead/inet';
import { nextDeadline } from '../../src/session/deadline.ts';
import type { SessionEvent } from '../../src/session/event.ts';
import type { SessionState } from '../../src/session/state.ts';
import { newSession, step } from '../../src/session/step.ts';
import { at, events, now, open, outcome, settings, states, theirs } from './support.ts';

type Outcomes = { readonly [E in SessionEvent['kind']]: string };

/** Every state by every event: an event without a line here does not compile. */
const table: { readonly [S in SessionState['kind']]: Outcomes } = {
  idle: {
    start: 'connect, connect',
    stop: 'idle',
    configured: 'idle',
    deadlineReached: 'idle',
    connectionOpened: 'idle, close',
    connectionAccepted: 'idle, close',
    connectionFailed: 'idle',
    collisionLost: 'idle',
    superseded: 'idle',
    openReceived: 'idle',
    malformedReceived: 'idle',
    notificationReceived: 'idle',
    keepaliveReceived: 'idle',
    updateReceived: 'idle',
    routeRefreshReceived: 'idle',
    outputProgressed: 'idle',
  },
  connect: {
    start: 'connect',
    stop: 'idle, close',
    configured: 'connect',
    deadlineReached: 'connect',
    connectionOpened: 'openSent, OPEN',
    connectionAccepted: 'openSent, OPEN',
    connectionFailed: 'active, close, failed connectFailed',
    collisionLost: 'idle, close, failed collisionLost',
    superseded: 'idle, close, failed superseded',
    openReceived: 'idle, close, failed unexpectedMessage',
    malformedReceived: 'idle, NOTIFICATION 1/2, close, failed malformedMessage',
    notificationReceived: 'idle, close, failed notificationReceived',
    keepaliveReceived: 'idle, close, failed unexpectedMessage',
    updateReceived: 'idle, close, failed unexpectedMessage',
    routeRefreshReceived: 'idle, close, failed unexpectedMessage',
    outputProgressed: 'connect',
  },
  active: {
    start: 'active',
    stop: 'idle, close',
    configured: 'active',
    deadlineReached: 'active',
    connectionOpened: 'openSent, OPEN',
    connectionAccepted: 'openSent, OPEN',
    connectionFailed: 'active, close, failed connectFailed',
    collisionLost: 'idle, close, failed collisionLost',
    superseded: 'idle, close, failed superseded',
    openReceived: 'idle, close, failed unexpectedMessage',
    malformedReceived: 'idle, NOTIFICATION 1/2, close, failed malformedMessage',
    notificationReceived: 'idle, close, failed notificationReceived',
    keepaliveReceived: 'idle, close, failed unexpectedMessage',
    updateReceived: 'idle, close, failed unexpectedMessage',
    routeRefreshReceived: 'idle, close, failed unexpectedMessage',
    outputProgressed: 'active',
  },
  openSent: {
    start: 'openSent',
    stop: 'idle, NOTIFICATION 6/2, close',
    configured: 'openSent',
    deadlineReached: 'openSent',
    connectionOpened: 'openSent',
    connectionAccepted: 'openSent',
    connectionFailed: 'active, close, failed connectFailed',
    collisionLost: 'idle, NOTIFICATION 6/7, close, failed collisionLost',
    superseded: 'idle, NOTIFICATION 6/7, close, failed superseded',
    openReceived: 'openConfirm, KEEPALIVE',
    malformedReceived: 'idle, NOTIFICATION 1/2, close, failed malformedMessage',
    notificationReceived: 'idle, close, failed notificationReceived',
    keepaliveReceived: 'idle, NOTIFICATION 5/1, close, failed unexpectedMessage',
    updateReceived: 'idle, NOTIFICATION 5/1, close, failed unexpectedMessage',
    routeRefreshReceived: 'idle, NOTIFICATION 5/1, close, failed unexpectedMessage',
    outputProgressed: 'openSent',
  },
  openConfirm: {
    start: 'openConfirm',
    stop: 'idle, NOTIFICATION 6/2, close',
    configured: 'openConfirm',
    deadlineReached: 'openConfirm',
    connectionOpened: 'openConfirm',
    connectionAccepted: 'openConfirm',
    connectionFailed: 'idle, close, failed connectionLost',
    collisionLost: 'idle, NOTIFICATION 6/7, close, failed collisionLost',
    superseded: 'idle, NOTIFICATION 6/7, close, failed superseded',
    openReceived: 'idle, NOTIFICATION 5/2, close, failed unexpectedMessage',
    malformedReceived: 'idle, NOTIFICATION 1/2, close, failed malformedMessage',
    notificationReceived: 'idle, close, failed notificationReceived',
    keepaliveReceived: 'established, up',
    updateReceived: 'idle, NOTIFICATION 5/2, close, failed unexpectedMessage',
    routeRefreshReceived: 'idle, NOTIFICATION 5/2, close, failed unexpectedMessage',
    outputProgressed: 'openConfirm',
  },
  established: {
    start: 'established',
    stop: 'idle, NOTIFICATION 6/2, close, down administrativeShutdown',
    configured: 'established',
    deadlineReached: 'established',
    connectionOpened: 'established',
    connectionAccepted: 'established',
    connectionFailed: 'idle, close, down connectionLost',
    collisionLost: 'idle, NOTIFICATION 6/7, close, down collisionLost',
    superseded: 'idle, close, down superseded',
    openReceived: 'idle, NOTIFICATION 5/3, close, down unexpectedMessage',
    malformedReceived: 'idle, NOTIFICATION 1/2, close, down malformedMessage',
    notificationReceived: 'idle, close, down notificationReceived',
    keepaliveReceived: 'established',
    updateReceived: 'established',
    routeRefreshReceived: 'established',
    outputProgressed: 'established',
  },
};

describe('every state by every event (RFC 4271 §8.2.2)', () => {
  for (const state of Object.values(states)) {
    for (const event of Object.values(events)) {
      it(`${state.kind} on ${event.kind}: ${table[state.kind][event.kind]}`, () => {
        expect(outcome(step(state, event, now))).to.equal(table[state.kind][event.kind]);
      });
    }
  }
});

describe('a session', () => {
  const anyEvent = fc.constantFrom<SessionEvent>(
    ...Object.values(events),
    { kind: 'openReceived', open: open(64999, '192.0.2.9') },
    { kind: 'openReceived', open: { ...theirs, version: 3 } },
    { kind: 'connectionFailed', detail: null },
    { kind: 'configured', settings },
    { kind: 'configured', settings: { ...settings, delayOpenTime: millis(100) } },
    { kind: 'stop', reason: 'prefixLimitReached', notification: null, restartAfter: millis(0) },
  );
  const life = fc.array(fc.tuple(anyEvent, fc.nat({ max: 300_000 })), { maxLength: 200 });

  it('takes any events in any order', () => {
    fc.assert(
      fc.property(life, (happenings) => {
        let state: SessionState = newSession(settings);
        let time = now;
        for (const [event, span] of happenings) {
          time = millis(time + span);
          state = step(state, event, time).state;
          expect(table).to.have.property(state.kind);
        }
      }),
    );
  });

  it('never asks to be woken at once again and again', () => {
    fc.assert(
      fc.property(life, (happenings) => {
        let state: SessionState = newSession(settings);
        let time = now;
        for (const [event, span] of happenings) {
          time = millis(time + span);
          state = step(state, event, time).state;
          let wakes = 0;
          for (let due = nextDeadline(state); due !== null && due <= time; due = nextDeadline(state)) {
            state = step(state, { kind: 'deadlineReached' }, time).state;
            expect(++wakes).to.be.below(4);
          }
        }
      }),
    );
  });

  it('is the same state, not an equal one, where an early wake-up changes nothing', () => {
    for (const state of Object.values(states)) {
      expect(step(state, events.deadlineReached, now).state).to.equal(state);
    }
  });

  it('takes a thousand UPDATEs of one moment without a new state', () => {
    const first = step(states.established, events.updateReceived, at(10)).state;
    expect(step(first, events.updateReceived, at(10)).state).to.equal(first);
  });
});

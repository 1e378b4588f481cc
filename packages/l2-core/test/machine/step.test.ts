import { expect } from 'chai';
import { millis } from '@fairlead/inet';
import fc from 'fast-check';
import type { ClaimEvent } from '../../src/machine/event.ts';
import { BURST, PROBE_TIMES, REFRESH } from '../../src/machine/settings.ts';
import type { ClaimSettings, ConflictPolicy } from '../../src/machine/settings.ts';
import { nextDeadline } from '../../src/machine/state.ts';
import type { ClaimState } from '../../src/machine/state.ts';
import { begin, step } from '../../src/machine/step.ts';
import type { ClaimStep } from '../../src/machine/step.ts';

const NOW = millis(50_000);
const RIVAL = 0x020000000099;
const settings: ClaimSettings = {
  conflict: 'defend',
  probe: PROBE_TIMES.ipv4,
  burst: BURST,
  refresh: REFRESH,
};

const states: { readonly [Kind in ClaimState['kind']]: Extract<ClaimState, { kind: Kind }> } = {
  waiting: { kind: 'waiting', probe: false },
  probing: { kind: 'probing', sent: 1, due: NOW },
  announcing: { kind: 'announcing', sent: 2, due: NOW, conflictAt: null, handoverAt: null },
  settled: { kind: 'settled', due: NOW, conflictAt: null, handoverAt: null },
  yielded: { kind: 'yielded', to: RIVAL },
};

const events: { readonly [Kind in ClaimEvent['kind']]: Extract<ClaimEvent, { kind: Kind }> } = {
  linkUp: { kind: 'linkUp', random: 0.5 },
  linkDown: { kind: 'linkDown' },
  deadlineReached: { kind: 'deadlineReached', random: 0.5 },
  conflictSeen: { kind: 'conflictSeen', mac: RIVAL },
  partnerSeen: { kind: 'partnerSeen', mac: RIVAL },
  probeSeen: { kind: 'probeSeen', mac: RIVAL },
};

const owned: ClaimStep = {
  state: { kind: 'announcing', sent: 0, due: NOW, conflictAt: null, handoverAt: null },
  actions: [{ kind: 'report', report: { kind: 'owned' } }],
};
const yieldedTo: ClaimStep = {
  state: { kind: 'yielded', to: RIVAL },
  actions: [{ kind: 'report', report: { kind: 'yielded', mac: RIVAL } }],
};
const conflict = { kind: 'report', report: { kind: 'conflict', mac: RIVAL } } as const;
const handover = { kind: 'report', report: { kind: 'handover', mac: RIVAL } } as const;
const down: ClaimStep = { state: { kind: 'waiting', probe: false }, actions: [] };
const same = 'same';

const table: {
  readonly [S in ClaimState['kind']]: { readonly [E in ClaimEvent['kind']]: ClaimStep | typeof same };
} = {
  waiting: {
    linkUp: owned,
    linkDown: same,
    deadlineReached: same,
    conflictSeen: same,
    partnerSeen: same,
    probeSeen: same,
  },
  probing: {
    linkUp: same,
    linkDown: { state: { kind: 'waiting', probe: true }, actions: [] },
    deadlineReached: {
      state: { kind: 'probing', sent: 2, due: millis(NOW + 1500) },
      actions: [{ kind: 'probe' }],
    },
    conflictSeen: yieldedTo,
    partnerSeen: same,
    probeSeen: yieldedTo,
  },
  announcing: {
    linkUp: owned,
    linkDown: down,
    deadlineReached: {
      state: { kind: 'announcing', sent: 3, due: millis(NOW + 700), conflictAt: null, handoverAt: null },
      actions: [{ kind: 'announce' }],
    },
    conflictSeen: {
      state: { kind: 'announcing', sent: 2, due: NOW, conflictAt: NOW, handoverAt: null },
      actions: [conflict],
    },
    partnerSeen: {
      state: { kind: 'announcing', sent: 2, due: NOW, conflictAt: null, handoverAt: NOW },
      actions: [handover],
    },
    probeSeen: same,
  },
  settled: {
    linkUp: owned,
    linkDown: down,
    deadlineReached: {
      state: { kind: 'settled', due: millis(NOW + 60_000), conflictAt: null, handoverAt: null },
      actions: [{ kind: 'announce' }],
    },
    conflictSeen: {
      state: { kind: 'settled', due: NOW, conflictAt: NOW, handoverAt: null },
      actions: [conflict],
    },
    partnerSeen: {
      state: { kind: 'settled', due: NOW, conflictAt: null, handoverAt: NOW },
      actions: [handover],
    },
    probeSeen: same,
  },
  yielded: {
    linkUp: same,
    linkDown: same,
    deadlineReached: same,
    conflictSeen: same,
    partnerSeen: same,
    probeSeen: same,
  },
};

describe('a claim, every state by every event', () => {
  for (const [name, state] of Object.entries(states)) {
    for (const [kind, event] of Object.entries(events)) {
      it(`${name}: ${kind}`, () => {
        const expected = table[state.kind][event.kind];
        const unchanged: ClaimStep = { state, actions: [] };
        expect(step(state, event, settings, NOW)).to.deep.equal(expected === same ? unchanged : expected);
      });
    }
  }
});

describe('a claim', () => {
  it('is made after the last probe and a silence (RFC 5227 §2.1.1)', () => {
    const quiet = { kind: 'probing', sent: 3, due: NOW } as const;
    expect(step(quiet, events.deadlineReached, settings, NOW)).to.deep.equal(owned);
  });

  it('waits 2 s after the third probe', () => {
    const third = step({ kind: 'probing', sent: 2, due: NOW }, events.deadlineReached, settings, NOW);
    expect(third.state).to.deep.equal({ kind: 'probing', sent: 3, due: NOW + 2000 });
  });

  it('settles after the last announcement of the burst, and asks whether another host answers too', () => {
    const last = { kind: 'announcing', sent: 5, due: NOW, conflictAt: null, handoverAt: null } as const;
    expect(step(last, events.deadlineReached, settings, NOW)).to.deep.equal({
      state: { kind: 'settled', due: NOW + 60_000, conflictAt: null, handoverAt: null },
      actions: [{ kind: 'announce' }, { kind: 'probe' }],
    });
  });

  it('is not refreshed where that is off', () => {
    const off = { ...settings, refresh: null };
    expect(step(states.settled, events.deadlineReached, off, NOW).state).to.deep.equal({
      ...states.settled,
      due: null,
    });
  });

  it('is given up at once where the policy is to yield (RFC 5227 §2.4 a)', () => {
    const yielding = { ...settings, conflict: 'yield' } as const;
    expect(step(states.settled, events.conflictSeen, yielding, NOW)).to.deep.equal(yieldedTo);
    expect(step(states.settled, events.partnerSeen, yielding, NOW)).to.deep.equal(yieldedTo);
  });

  it('is defended once in 10 s (RFC 5227 §2.4 c)', () => {
    const defended = { ...states.settled, due: null, conflictAt: millis(NOW - 9_999) };
    const again = { ...defended, conflictAt: millis(NOW - 10_000) };
    expect(step(defended, events.conflictSeen, settings, NOW).actions).to.deep.equal([]);
    expect(step(again, events.conflictSeen, settings, NOW).actions).to.deep.equal([conflict]);
  });

  it('tells of a handover once in 10 s, and of a conflict all the same', () => {
    const meeting = { ...states.settled, handoverAt: millis(NOW - 9_999) };
    expect(step(meeting, events.partnerSeen, settings, NOW).actions).to.deep.equal([]);
    expect(step(meeting, events.conflictSeen, settings, NOW).actions).to.deep.equal([conflict]);
    const again = { ...meeting, handoverAt: millis(NOW - 10_000) };
    expect(step(again, events.partnerSeen, settings, NOW).actions).to.deep.equal([handover]);
  });

  it('is kept without a frame where conflicts are ignored', () => {
    const ignoring = { ...settings, conflict: 'ignore' } as const;
    const quiet = { ...states.settled, due: null };
    expect(step(quiet, events.conflictSeen, ignoring, NOW)).to.deep.equal({
      state: { ...quiet, conflictAt: NOW, handoverAt: null },
      actions: [conflict],
    });
  });

  it('begins by waiting where the link is down', () => {
    expect(begin({ isUp: false, probe: true, random: 0 }, settings, NOW).state).to.deep.equal({
      kind: 'waiting',
      probe: true,
    });
  });

  it('does nothing before it is due, whatever the state', () => {
    for (const state of Object.values(states)) {
      const early = millis((nextDeadline(state) ?? NOW) - 1);
      expect(step(state, events.deadlineReached, settings, early)).to.deep.equal({ state, actions: [] });
    }
  });

  it('ends in a state for any sequence of events', () => {
    const event = fc.constantFrom(...Object.values(events));
    const policy = fc.constantFrom<ConflictPolicy>('yield', 'defend', 'ignore');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(event, fc.nat(5000))),
        policy,
        fc.boolean(),
        (history, conflict, probe) => {
          let now = NOW;
          let { state } = begin({ isUp: true, probe, random: 0.5 }, settings, now);
          for (const [each, pause] of history) {
            now = millis(now + pause);
            const before = state;
            ({ state } = step(before, each, { ...settings, conflict }, now));
            expect(before.kind === 'yielded' && state.kind !== 'yielded').to.equal(false);
          }
          expect(Object.keys(states)).to.include(state.kind);
        },
      ),
    );
  });
});

import { millis } from '@fairlead/inet';
import { expect } from 'chai';
import { departure, NOT_YET_THERE } from '../../src/decide/departure.ts';
import type { Departure } from '../../src/decide/departure.ts';
import { verdict } from '../../src/decide/reason.ts';

describe('how a node leaves', () => {
  const span = millis(3000);
  const leaving: Departure = { kind: 'leaving', until: millis(3000) };
  const present: Departure = { kind: 'present' };
  const said = (reason: NodeReason) => verdict(reason, { node: 'a' });

  const cases: readonly (readonly [string, Departure, NodeReason, number, Departure])[] = [
    ['stays while it may announce', present, 'nodeEligible', 0, present],
    ['leaves in order when it is drained', present, 'nodeDraining', 0, leaving],
    ['leaves in order when it is excluded', present, 'nodeExcluded', 0, leaving],
    ['is gone at once when it is out of service', present, 'nodeOutOfService', 0, NOT_YET_THERE],
    ['is gone at once when it is not Ready', present, 'nodeNotReady', 0, NOT_YET_THERE],
    ['goes on leaving before its time', leaving, 'nodeDraining', 2999, leaving],
    ['is gone in time', leaving, 'nodeDraining', 3000, NOT_YET_THERE],
    ['is gone at once when it breaks on its way out', leaving, 'nodeOutOfService', 1, NOT_YET_THERE],
    ['stays when it may announce again', leaving, 'nodeEligible', 1, present],
    ['need not leave where it never came', NOT_YET_THERE, 'nodeDraining', 0, NOT_YET_THERE],
    ['comes when it may announce', NOT_YET_THERE, 'nodeEligible', 0, present],
  ];
  for (const [what, before, reason, now, after] of cases) {
    it(what, () => {
      expect(departure(before, said(reason), millis(now), span)).to.deep.equal(after);
    });
  }

  it('is gone at once without a time to leave', () => {
    expect(departure(present, said('nodeDraining'), millis(0), millis(0))).to.deep.equal(NOT_YET_THERE);
  });
});

type NodeReason = 'nodeEligible' | 'nodeDraining' | 'nodeExcluded' | 'nodeOutOfService' | 'nodeNotReady';

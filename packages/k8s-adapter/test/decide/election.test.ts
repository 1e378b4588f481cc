import { addressFromBigInt } from '@fairlead/inet';
import { elect } from '@fairlead/k8s-adapter';
import type { Candidate, Contest, ElectionPolicy } from '@fairlead/k8s-adapter';
import { expect } from 'chai';
import fc from 'fast-check';
import { Election } from '../../src/decide/election.ts';

describe('an election that goes on', () => {
  it('has the owners that it would have if everything had been known at once', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const election = new Election();
        const standing = new Map<string, Contest>();
        for (const { contest, isOver } of changes) {
          if (isOver) election.drop(contest.address);
          else election.hold([contest]);
          if (isOver) standing.delete(contest.address);
          else standing.set(contest.address, contest);
        }
        const atOnce = elect([...standing.values()]);
        expect([...election.owners].sort()).to.deep.equal([...atOnce].sort());
      }),
    );
  });

  it('moves at most as many addresses as there are nodes when one comes', () => {
    const candidates = electorate(Array.from({ length: 20 }, (_, index) => `node-${index}`));
    const election = new Election();
    const contests = Array.from({ length: 201 }, (_, index) => contestFor(index, candidates, SPREAD, null));
    election.hold(contests.slice(0, 200));
    const before = new Map(election.owners);
    election.hold(contests.slice(200));
    const moved = [...before].filter(([address, { owner }]) => election.owners.get(address)?.owner !== owner);
    expect(moved.length).to.be.at.most(20);
  });
});

const SPREAD: ElectionPolicy = { mode: 'spread', failback: 'immediate', preferEndpoints: false };
const STICKY: ElectionPolicy = { ...SPREAD, failback: 'never' };
const DELAYED: ElectionPolicy = { ...SPREAD, failback: { afterSeconds: 60 } };

/** The same few arrays throughout, as the finder of candidates gives them. */
const electorates: readonly (readonly Candidate[])[] = [
  electorate(['a', 'b', 'c', 'd']),
  electorate(['a', 'b']),
  electorate(['b', 'c', 'd']).map((each) => ({ ...each, weight: each.node === 'b' ? 3 : 1 })),
  electorate(['a', 'b', 'c']).map((each) => ({ ...each, isSettled: each.node !== 'c' })),
  [],
];

const change = fc.record({
  isOver: fc.boolean(),
  contest: fc
    .tuple(
      fc.integer({ min: 0, max: 15 }),
      fc.constantFrom(...electorates),
      fc.constantFrom(SPREAD, STICKY, DELAYED, { ...SPREAD, mode: 'compatible' as const }),
      fc.constantFrom(null, 'a', 'b', 'z'),
    )
    .map(([index, candidates, policy, previous]) => contestFor(index, candidates, policy, previous)),
});

function electorate(names: readonly string[]): readonly Candidate[] {
  return names.map((node) => ({ node, preference: 0, weight: 1, isSettled: true }));
}

function contestFor(
  index: number,
  candidates: readonly Candidate[],
  policy: ElectionPolicy,
  previous: string | null,
): Contest {
  const address = addressFromBigInt('ipv4', 0xc0000200n + BigInt(index));
  return { address, key: address, candidates, policy, previous };
}

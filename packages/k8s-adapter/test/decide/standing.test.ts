import { addressFromBigInt } from '@fairlead/inet';
import type { IpAddress } from '@fairlead/inet';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Candidate } from '../../src/decide/candidacy.ts';
import { elect } from '../../src/decide/elect.ts';
import { standingOf, without } from '../../src/decide/standing.ts';
import type { ElectionPolicy } from '../../src/model/advertisement.ts';

describe('the standing of the members of a cluster', () => {
  const [first, second] = [address(1), address(2)];

  it('gives an address that two say they own to the one that has been there for longer', () => {
    const members = [
      { node: 'rejoined', age: 0, since: '12:09', owned: [first, second], links: [] },
      { node: 'took over', age: 9, since: '12:00', owned: [first], links: [] },
    ];
    const owners = [
      [first, 'took over'],
      [second, 'rejoined'],
    ];
    expect([...standingOf(members, []).owners].sort()).to.deep.equal(owners);
    expect([...standingOf([...members].reverse(), []).owners].sort()).to.deep.equal(owners);
  });

  it('counts ages in the steps that matter', () => {
    const members = [0, 59, 60, 299, 300, 4000].map((age) => ({
      node: `${age}`,
      age,
      since: '',
      owned: [],
      links: [],
    }));
    expect([...standingOf(members, [60, 300]).aliveFor.values()]).to.deep.equal([0, 0, 60, 60, 300, 300]);
  });

  it('knows nothing more of a node that has left', () => {
    const members = ['a', 'b'].map((node, index) => ({
      node,
      age: 1,
      since: '',
      owned: [address(index)],
      links: [],
    }));
    expect(without('a', standingOf(members, []))).to.deep.equal(standingOf(members.slice(1), []));
  });
});

describe('an election whose outcome is told by those who won', () => {
  const nodes = ['a', 'b', 'c', 'd', 'e'];
  const cluster = fc.record({
    present: fc.subarray(nodes, { minLength: 1 }),
    settled: fc.subarray(nodes),
    preferred: fc.subarray(nodes),
    weights: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 5, maxLength: 5 }),
    previous: fc.array(fc.constantFrom(...nodes, null), { maxLength: 40 }),
    failback: fc.constantFrom<ElectionPolicy['failback']>('never', { afterSeconds: 60 }),
    mode: fc.constantFrom<ElectionPolicy['mode']>('spread', 'compatible'),
  });

  it('has the same outcome again, also while some have told and some have not', () => {
    fc.assert(
      fc.property(cluster, fc.subarray(nodes), (given, haveTold) => {
        const before = ownersIn(given.previous);
        const after = electBy(given, before);
        const told = new Map(
          [...after].flatMap(([each, owner]) => {
            if (haveTold.includes(owner)) return [[each, owner] as const];
            const old = before.get(each);
            return old === undefined || haveTold.includes(old) ? [] : [[each, old] as const];
          }),
        );
        expect([...electBy(given, told)]).to.deep.equal([...after]);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes nothing from an owner that is there, under failback never', () => {
    fc.assert(
      fc.property(cluster, (given) => {
        const before = ownersIn(given.previous);
        const after = electBy({ ...given, failback: 'never' }, before);
        const moved = [...before].filter(
          ([each, owner]) => given.present.includes(owner) && after.get(each) !== owner,
        );
        expect(moved).to.deep.equal([]);
      }),
    );
  });

  it('gives nothing that somebody has to a node that is not back for long enough', () => {
    fc.assert(
      fc.property(cluster, (given) => {
        const before = ownersIn(given.previous);
        const after = electBy({ ...given, failback: { afterSeconds: 60 } }, before);
        const moved = [...before].filter(([each, owner]) => {
          const next = after.get(each) ?? '';
          return given.present.includes(owner) && next !== owner && !given.settled.includes(next);
        });
        expect(moved).to.deep.equal([]);
      }),
    );
  });
});

interface Given {
  readonly present: readonly string[];
  readonly settled: readonly string[];
  readonly preferred: readonly string[];
  readonly weights: readonly number[];
  readonly previous: readonly (string | null)[];
  readonly failback: ElectionPolicy['failback'];
  readonly mode: ElectionPolicy['mode'];
}

function electBy(given: Given, owners: ReadonlyMap<IpAddress, string>): ReadonlyMap<IpAddress, string> {
  const { present, settled, preferred, weights, mode, failback } = given;
  const candidates: readonly Candidate[] = present.map((node, index) => ({
    node,
    preference: preferred.includes(node) ? 1 : 0,
    weight: weights[index] ?? 1,
    isSettled: settled.includes(node),
  }));
  const policy = { mode, failback, preferEndpoints: false };
  const contests = given.previous.map((_, index) => {
    const each = address(index);
    return { address: each, key: each, candidates, policy, previous: owners.get(each) ?? null };
  });
  return new Map([...elect(contests)].map(([each, { owner }]) => [each, owner ?? '']));
}

function ownersIn(previous: readonly (string | null)[]): ReadonlyMap<IpAddress, string> {
  return new Map(
    previous.flatMap((owner, index) => (owner === null ? [] : [[address(index), owner] as const])),
  );
}

function address(index: number): IpAddress {
  return addressFromBigInt('ipv4', 0xc0000200n + BigInt(index));
}

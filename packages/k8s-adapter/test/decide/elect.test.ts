import { createHash } from 'node:crypto';
import { addressFromBigInt } from '@fairlead/inet';
import type { IpAddress } from '@fairlead/inet';
import { elect } from '@fairlead/k8s-adapter';
import type { Candidate, Contest, ElectionPolicy } from '@fairlead/k8s-adapter';
import { expect } from 'chai';
import fc from 'fast-check';
import { sha256 } from '../../src/decide/sha256.ts';

const COMPATIBLE: ElectionPolicy = { mode: 'compatible', failback: 'immediate', preferEndpoints: false };
const SPREAD: ElectionPolicy = { mode: 'spread', failback: 'immediate', preferEndpoints: false };

describe('SHA-256 (FIPS 180-4)', () => {
  it('is what others compute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(Buffer.from(Uint32Array.from(sha256(text), swap).buffer).toString('hex')).to.equal(
          createHash('sha256').update(text).digest('hex'),
        );
      }),
    );
  });
});

describe('the compatible election', () => {
  it('is won by the lowest SHA-256 of node#address', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }), (nodes) => {
        const digest = (node: string): string =>
          createHash('sha256').update(`${node}#192.0.2.1`).digest('hex');
        const [winner] = [...nodes].sort((a, b) => (digest(a) < digest(b) ? -1 : 1));
        expect(ownersOf([contest(address(1), candidates(nodes), COMPATIBLE)])).to.deep.equal([winner]);
      }),
    );
  });

  it('is between those of the highest preference', () => {
    const nodes = candidates(['a', 'b', 'c']).map((each) => ({
      ...each,
      preference: each.node === 'c' ? 5 : 1,
    }));
    expect(ownersOf([contest(address(1), nodes, COMPATIBLE)])).to.deep.equal(['c']);
  });

  it('leaves the address where it is under failback never', () => {
    const nodes = candidates(['a', 'b', 'c']);
    const owners = nodes.map(({ node }) => {
      const policy = { ...COMPATIBLE, failback: 'never' } as const;
      return ownersOf([{ ...contest(address(1), nodes, policy), previous: node }])[0];
    });
    expect(owners).to.deep.equal(['a', 'b', 'c']);
  });

  it('has no winner without candidates', () => {
    const elected = elect([contest(address(1), [], COMPATIBLE)]).get(address(1));
    expect(elected).to.deep.equal({
      owner: null,
      decision: { reason: 'noCandidate', details: { address: '192.0.2.1' } },
    });
  });
});

describe('the spreading election', () => {
  const nodeNames = fc.uniqueArray(
    fc.integer({ min: 1, max: 99 }).map((n) => `node-${n}`),
    { minLength: 1, maxLength: 20 },
  );
  const count = fc.integer({ min: 0, max: 120 });

  it('gives no node more than one address more than another', () => {
    fc.assert(
      fc.property(nodeNames, count, (nodes, total) => {
        const loads = loadsOf(spreadOver(nodes, total), nodes);
        expect(Math.max(...loads) - Math.min(...loads)).to.be.at.most(1);
        expect(loads.reduce((sum, load) => sum + load, 0)).to.equal(total);
      }),
    );
  });

  it('does not depend on the order in which anything is known', () => {
    fc.assert(
      fc.property(nodeNames, count, (nodes, total) => {
        const contests = contestsOver(nodes, total, SPREAD);
        const reversed = contestsOver([...nodes].reverse(), total, SPREAD).reverse();
        expect(new Map([...elect(reversed)].sort())).to.deep.equal(new Map([...elect(contests)].sort()));
      }),
    );
  });

  it('moves nothing but the addresses of a node that leaves, where it knows who owned what', () => {
    fc.assert(
      fc.property(nodeNames, count, (nodes, total) => {
        fc.pre(nodes.length > 1);
        const before = spreadOver(nodes, total);
        const [gone = '', ...rest] = nodes;
        const after = elect(withPrevious(contestsOver(rest, total, SPREAD), before));
        const moved = [...before].filter(
          ([each, owner]) => owner !== gone && after.get(each)?.owner !== owner,
        );
        expect(moved).to.deep.equal([]);
      }),
    );
  });

  it('moves little where it does not', () => {
    const nodes = Array.from({ length: 32 }, (_, index) => `node-${index}`);
    const before = spreadOver(nodes, 256);
    const after = spreadOver(nodes.slice(1), 256);
    const moved = [...before].filter(([each, owner]) => owner !== 'node-0' && after.get(each) !== owner);
    expect(moved.length).to.be.at.most(16);
  });

  it('gives a node that comes back its share, and with failback never nothing', () => {
    const nodes = ['a', 'b', 'c'];
    const alone = spreadOver(['a', 'b'], 12);
    const back = (policy: ElectionPolicy): readonly number[] => {
      const elected = elect(withPrevious(contestsOver(nodes, 12, policy), alone));
      return loadsOf(new Map([...elected].map(([each, { owner }]) => [each, owner ?? ''])), nodes);
    };
    expect(back(SPREAD)).to.deep.equal([4, 4, 4]);
    expect(back({ ...SPREAD, failback: 'never' })).to.deep.equal([6, 6, 0]);
  });

  it('gives nothing back before the delay is over', () => {
    const alone = spreadOver(['a', 'b'], 12);
    const policy: ElectionPolicy = { ...SPREAD, failback: { afterSeconds: 300 } };
    const load = (isSettled: boolean): readonly number[] => {
      const nodes = candidates(['a', 'b', 'c']).map((each) => ({
        ...each,
        isSettled: each.node !== 'c' || isSettled,
      }));
      const contests = Array.from({ length: 12 }, (_, index) => contest(address(index), nodes, policy));
      const elected = elect(withPrevious(contests, alone));
      return loadsOf(new Map([...elected].map(([each, { owner }]) => [each, owner ?? ''])), ['a', 'b', 'c']);
    };
    expect([load(false), load(true)]).to.deep.equal([
      [6, 6, 0],
      [4, 4, 4],
    ]);
  });

  it('follows weights', () => {
    const nodes = candidates(['a', 'b']).map((each) => ({ ...each, weight: each.node === 'a' ? 3 : 1 }));
    const contests = Array.from({ length: 8 }, (_, index) => contest(address(index), nodes, SPREAD));
    const owners = elect(contests);
    expect(
      loadsOf(new Map([...owners].map(([each, { owner }]) => [each, owner ?? ''])), ['a', 'b']),
    ).to.deep.equal([6, 2]);
  });
});

function spreadOver(nodes: readonly string[], total: number): ReadonlyMap<IpAddress, string> {
  const elected = elect(contestsOver(nodes, total, SPREAD));
  return new Map([...elected].map(([each, { owner }]) => [each, owner ?? '']));
}

function contestsOver(nodes: readonly string[], total: number, policy: ElectionPolicy): Contest[] {
  const shared = candidates(nodes);
  return Array.from({ length: total }, (_, index) => contest(address(index), shared, policy));
}

function withPrevious(
  contests: readonly Contest[],
  owners: ReadonlyMap<IpAddress, string>,
): readonly Contest[] {
  return contests.map((each) => ({ ...each, previous: owners.get(each.address) ?? null }));
}

function contest(each: IpAddress, shared: readonly Candidate[], policy: ElectionPolicy): Contest {
  return { address: each, key: each, candidates: shared, policy, previous: null };
}

function candidates(nodes: readonly string[]): readonly Candidate[] {
  return nodes.map((node) => ({ node, preference: 0, weight: 1, isSettled: true }));
}

function ownersOf(contests: readonly Contest[]): readonly (string | null)[] {
  return [...elect(contests).values()].map(({ owner }) => owner);
}

function loadsOf(owners: ReadonlyMap<IpAddress, string>, nodes: readonly string[]): readonly number[] {
  return nodes.map((node) => [...owners.values()].filter((owner) => owner === node).length);
}

function address(index: number): IpAddress {
  return addressFromBigInt('ipv4', 0xc0000200n + BigInt(index));
}

/** From the order of this machine to that of the network. */
function swap(word: number): number {
  return ((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}

import type { IpAddress } from '@fairlead/inet';
import type { ElectionPolicy } from '../model/advertisement.ts';
import { compareText } from '../model/object.ts';
import { verdict } from './reason.ts';
import type { Verdict } from './reason.ts';
import { compareDigests, sha256 } from './sha256.ts';
import { spread } from './spread.ts';
import type { WeightedNode } from './spread.ts';

/** One address and the nodes that may answer for it. */
export interface Contest {
  readonly address: IpAddress;
  /** What the compatible order hashes with the name of a node; the first address of the Service. */
  readonly key: string;
  /** The same array for all addresses with the same candidates makes a large election cheap. */
  readonly candidates: readonly Candidate[];
  readonly policy: ElectionPolicy;
  /** Who answers now, as far as that is known. */
  readonly previous: string | null;
}

export interface Candidate {
  readonly node: string;
  /** Only those with the highest are elected. */
  readonly preference: number;
  /** How much it takes of what is spread. */
  readonly weight: number;
  /** Whether it has been back for long enough to take its share again. */
  readonly isSettled: boolean;
}

export interface Elected {
  readonly owner: string | null;
  readonly decision: Verdict;
}

export const DEFAULT_ELECTION: ElectionPolicy = {
  mode: 'spread',
  failback: 'immediate',
  preferEndpoints: false,
};

/** Which node answers for each address: the same on every node that knows the same, in whatever order it learned it. */
export function elect(contests: readonly Contest[]): ReadonlyMap<IpAddress, Elected> {
  const owners = new Map<IpAddress, Elected>();
  const spreads = new Map<
    string,
    { readonly contests: Contest[]; readonly favourites: readonly Candidate[] }
  >();
  const favouritesOf = remembered(favourites);
  for (const contest of contests) {
    const { address, candidates, policy } = contest;
    const best = favouritesOf(candidates);
    if (best.items.length === 0) {
      owners.set(address, { owner: null, decision: verdict('noCandidate', { address }) });
    } else if (policy.mode === 'compatible') {
      owners.set(address, elected(address, firstByHash(contest, best.items)));
    } else {
      const group = `${policyKey(policy)} ${best.key}`;
      const known = spreads.get(group);
      if (known === undefined) spreads.set(group, { contests: [contest], favourites: best.items });
      else known.contests.push(contest);
    }
  }
  for (const { contests: group, favourites: nodes } of spreads.values()) {
    for (const [address, owner] of spreadGroup(group, nodes)) owners.set(address, elected(address, owner));
  }
  return owners;
}

function elected(address: IpAddress, owner: string): Elected {
  return { owner, decision: verdict('elected', { address, node: owner }) };
}

/** The order of MetalLB, OpenELB and PureLB: the lowest SHA-256 of `node#address`. */
function firstByHash({ key, policy, previous }: Contest, candidates: readonly Candidate[]): string {
  if (policy.failback !== 'immediate') {
    const incumbent = candidates.find(({ node }) => node === previous);
    const isChallenged = policy.failback !== 'never' && candidates.every(({ isSettled }) => isSettled);
    if (incumbent !== undefined && !isChallenged) return incumbent.node;
  }
  const ordered = candidates.map(({ node }) => ({ node, digest: sha256(`${node}#${key}`) }));
  return ordered.reduce((first, next) => (compareDigests(next.digest, first.digest) < 0 ? next : first)).node;
}

function spreadGroup(
  contests: readonly Contest[],
  candidates: readonly Candidate[],
): ReadonlyMap<IpAddress, string> {
  const previous = new Map<IpAddress, string>();
  for (const { address, previous: owner } of contests) if (owner !== null) previous.set(address, owner);
  const failback = contests[0]?.policy.failback ?? 'immediate';
  const nodes = failback === 'immediate' || failback === 'never' ? candidates : settledFirst(candidates);
  return spread({
    addresses: contests.map(({ address }) => address),
    nodes: nodes.map((candidate) => weighted(candidate, failback)),
    previous,
  });
}

function weighted(
  { node, weight, isSettled }: Candidate,
  failback: ElectionPolicy['failback'],
): WeightedNode {
  if (failback === 'never') return { node, weight, keeps: true };
  if (failback === 'immediate') return { node, weight, keeps: false };
  return { node, weight: isSettled ? weight : 0, keeps: !isSettled };
}

/** Where nobody has been back for long enough, everybody has. */
function settledFirst(candidates: readonly Candidate[]): readonly Candidate[] {
  if (candidates.some(({ isSettled }) => isSettled)) return candidates;
  return candidates.map((candidate) => ({ ...candidate, isSettled: true }));
}

interface Favourites {
  readonly items: readonly Candidate[];
  /** Equal for equal favourites. */
  readonly key: string;
}

function favourites(candidates: readonly Candidate[]): Favourites {
  const highest = Math.max(...candidates.map(({ preference }) => preference));
  const items = candidates
    .filter(({ preference }) => preference === highest)
    .sort((a, b) => compareText(a.node, b.node));
  const key = items.map(({ node, weight, isSettled }) => `${node} ${weight} ${isSettled ? 1 : 0}`).join('\n');
  return { items, key };
}

function policyKey({ failback }: ElectionPolicy): string {
  return typeof failback === 'string' ? failback : String(failback.afterSeconds);
}

function remembered(find: (candidates: readonly Candidate[]) => Favourites) {
  const known = new WeakMap<readonly Candidate[], Favourites>();
  return (candidates: readonly Candidate[]): Favourites => {
    const before = known.get(candidates);
    if (before !== undefined) return before;
    const found = find(candidates);
    known.set(candidates, found);
    return found;
  };
}

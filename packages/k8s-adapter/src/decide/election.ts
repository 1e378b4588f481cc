import type { IpAddress } from '@fairlead/inet';
import type { ElectionPolicy } from '../model/advertisement.ts';
import { firstByHash } from './compatible.ts';
import type { Candidate, Contest, Elected } from './candidacy.ts';
import { favouritesOf } from './favourites.ts';
import { verdict } from './reason.ts';
import type { WeightedNode } from './share.ts';
import { Spread } from './spread.ts';

/**
 * Who owns which address: the same on every node that knows the same, in whatever order it learned it. The change of one contest
 * costs what it moves, and not what there is.
 */
export class Election {
  readonly #owners = new Map<IpAddress, Elected>();
  readonly #contests = new Map<IpAddress, Contest>();
  readonly #groups = new Map<string, Spread>();
  readonly #groupOf = new Map<IpAddress, string>();

  get owners(): ReadonlyMap<IpAddress, Elected> {
    return this.#owners;
  }

  /** Holds contests for addresses that may have had others before. */
  hold(contests: readonly Contest[]): void {
    const joining = new Map<
      string,
      { readonly group: Spread; readonly addresses: Map<IpAddress, string | null> }
    >();
    for (const contest of contests) {
      const { address, candidates, policy, previous } = contest;
      if (isSame(this.#contests.get(address), contest)) continue;
      this.drop(address);
      this.#contests.set(address, contest);
      const best = favouritesOf(candidates);
      const incumbent = incumbentAgainst(best.items, contest);
      if (incumbent !== null) {
        this.#elect(address, incumbent);
      } else if (best.items.length === 0) {
        this.#owners.set(address, { owner: null, decision: verdict('noCandidate', { address }) });
      } else if (policy.mode === 'compatible') {
        this.#elect(address, firstByHash(contest, best.items));
      } else {
        const key = `${failbackKey(policy)} ${best.key}`;
        this.#groupOf.set(address, key);
        const group = this.#group(key, best.items, policy);
        const known = joining.get(key) ?? { group, addresses: new Map<IpAddress, string | null>() };
        joining.set(key, known);
        known.addresses.set(address, previous);
      }
    }
    for (const { group, addresses } of joining.values()) this.#follow(group, group.add(addresses));
  }

  /** Ends the contest for an address. */
  drop(address: IpAddress): void {
    this.#contests.delete(address);
    this.#owners.delete(address);
    const key = this.#groupOf.get(address);
    const group = key === undefined ? undefined : this.#groups.get(key);
    if (key === undefined || group === undefined) return;
    this.#groupOf.delete(address);
    this.#follow(group, group.remove(address));
    if (group.size === 0) this.#groups.delete(key);
  }

  #group(key: string, candidates: readonly Candidate[], policy: ElectionPolicy): Spread {
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const group = new Spread(weightedNodes(candidates, policy));
    this.#groups.set(key, group);
    return group;
  }

  #follow(group: Spread, moved: Iterable<IpAddress>): void {
    for (const address of moved) {
      const owner = group.ownerOf(address);
      if (owner !== null) this.#elect(address, owner);
    }
  }

  #elect(address: IpAddress, owner: string): void {
    this.#owners.set(address, { owner, decision: verdict('elected', { address, node: owner }) });
  }
}

/** Who has the address and keeps it, though others are preferred: until one of them has been back for long enough, or for ever. */
function incumbentAgainst(
  favourites: readonly Candidate[],
  { candidates, policy: { failback }, previous }: Contest,
): string | null {
  if (failback === 'immediate' || previous === null) return null;
  if (favourites.some(({ node }) => node === previous)) return null;
  if (!candidates.some(({ node }) => node === previous)) return null;
  return failback !== 'never' && favourites.some(({ isSettled }) => isSettled) ? null : previous;
}

/** Where nobody has been back for long enough, everybody has a share, and keeps what it has beyond it. */
function weightedNodes(
  candidates: readonly Candidate[],
  { failback }: ElectionPolicy,
): readonly WeightedNode[] {
  const isDelayed = typeof failback !== 'string' && candidates.some(({ isSettled }) => isSettled);
  return candidates.map(({ node, weight, isSettled }) => {
    const keeps = failback === 'never' || (typeof failback !== 'string' && !isSettled);
    return { node, weight: isDelayed && !isSettled ? 0 : weight, keeps };
  });
}

function failbackKey({ failback }: ElectionPolicy): string {
  return typeof failback === 'string' ? failback : String(failback.afterSeconds);
}

function isSame(a: Contest | undefined, b: Contest): boolean {
  return (
    a?.key === b.key && a.candidates === b.candidates && a.policy === b.policy && a.previous === b.previous
  );
}

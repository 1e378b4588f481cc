import type { IpAddress } from '@fairlead/inet';
import { compareText } from '../model/object.ts';
import { Heap } from './heap.ts';

/** Addresses that the same nodes can own. */
export interface Share {
  readonly addresses: readonly IpAddress[];
  readonly nodes: readonly WeightedNode[];
  /** Who owns an address now, as far as that is known. */
  readonly previous: ReadonlyMap<IpAddress, string>;
}

export interface WeightedNode {
  readonly node: string;
  readonly weight: number;
  /** Keeps what it owns beyond its share. */
  readonly keeps: boolean;
}

/**
 * Gives every node its share of the addresses, by weight and rounded up or down. Each address goes to the node where its hash
 * is highest, unless that node is full of higher ones: what comes out does not depend on any order, and few addresses
 * move when nodes come and go. A present owner counts higher than any hash.
 */
export function spread({ addresses, nodes, previous }: Share): ReadonlyMap<IpAddress, string> {
  const seats = seatsOf(addresses, nodes, previous);
  const waiting = addresses.map((address) => bidder(address, previous.get(address) ?? null));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const rejected = bid(next, seats);
    if (rejected !== null) waiting.push(rejected);
  }
  const owners = new Map<IpAddress, string>();
  for (const { node, taken } of seats) {
    for (let bid = taken.take(); bid !== undefined; bid = taken.take()) owners.set(bid.bidder.address, node);
  }
  return owners;
}

/** How many of `total` each node takes: by weight, rounded down, and what is left to those with the largest remainder. */
export function sharesOf(total: number, nodes: readonly WeightedNode[]): ReadonlyMap<string, number> {
  const sum = nodes.reduce((all, { weight }) => all + weight, 0);
  const exact = nodes.map(({ node, weight }) => ({
    node,
    share: sum === 0 ? total / nodes.length : (total * weight) / sum,
  }));
  const shares = new Map(exact.map(({ node, share }) => [node, Math.floor(share)]));
  let left = total - [...shares.values()].reduce((all, share) => all + share, 0);
  const byRemainder = [...exact].sort(
    (a, b) =>
      (b.share % 1) - (a.share % 1) || hashText(a.node) - hashText(b.node) || compareText(a.node, b.node),
  );
  for (const { node } of byRemainder) {
    if (left <= 0) break;
    shares.set(node, (shares.get(node) ?? 0) + 1);
    left--;
  }
  return shares;
}

interface Bidder {
  readonly address: IpAddress;
  readonly hash: number;
  readonly previous: string | null;
  /** The last bid that was rejected. */
  last: { readonly score: number; readonly node: string };
}

interface Bid {
  readonly bidder: Bidder;
  readonly score: number;
}

interface Seats {
  readonly node: string;
  readonly hash: number;
  readonly count: number;
  /** The lowest bid first. */
  readonly taken: Heap<Bid>;
}

function seatsOf(
  addresses: readonly IpAddress[],
  nodes: readonly WeightedNode[],
  previous: ReadonlyMap<IpAddress, string>,
): readonly Seats[] {
  const shares = sharesOf(addresses.length, nodes);
  const owned = new Map<string, number>();
  for (const address of addresses) {
    const owner = previous.get(address);
    if (owner !== undefined) owned.set(owner, (owned.get(owner) ?? 0) + 1);
  }
  return nodes.map(({ node, keeps }) => ({
    node,
    hash: hashText(node),
    count: Math.max(shares.get(node) ?? 0, keeps ? (owned.get(node) ?? 0) : 0),
    taken: new Heap<Bid>(
      (a, b) => a.score < b.score || (a.score === b.score && a.bidder.address > b.bidder.address),
    ),
  }));
}

function bidder(address: IpAddress, previous: string | null): Bidder {
  return { address, hash: hashText(address), previous, last: { score: Infinity, node: '' } };
}

/** Bids for the best node that has not rejected the address yet; answers who has to bid again. */
function bid(bidder: Bidder, seats: readonly Seats[]): Bidder | null {
  let best: Seats | null = null;
  let bestScore = -1;
  for (const each of seats) {
    const score = scoreOf(bidder, each);
    const isOpen = score < bidder.last.score || (score === bidder.last.score && each.node > bidder.last.node);
    if (!isOpen || score < bestScore || (score === bestScore && best !== null && each.node > best.node))
      continue;
    best = each;
    bestScore = score;
  }
  if (best === null) return null;
  bidder.last = { score: bestScore, node: best.node };
  best.taken.put({ bidder, score: bestScore });
  return best.taken.size > best.count ? (best.taken.take()?.bidder ?? null) : null;
}

function scoreOf({ hash, previous }: Bidder, { node, hash: nodeHash }: Seats): number {
  return mix(hash, nodeHash) + (previous === node ? PREFERENCE : 0);
}

/** FNV-1a, finished by `mix` so that similar texts differ. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mix(hash, 0);
}

function mix(a: number, b: number): number {
  let hash = Math.imul(a ^ (b >>> 15) ^ Math.imul(b, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x27d4eb2f);
  return (hash ^ (hash >>> 15)) >>> 0;
}

const PREFERENCE = 2 ** 32;

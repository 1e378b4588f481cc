import type { IpAddress } from '@fairlead/inet';
import { Heap } from './heap.ts';
import { hashText, mix } from './score.ts';
import { sharesAmong } from './share.ts';
import type { Shares, WeightedNode } from './share.ts';

/**
 * Gives every node its share of the addresses that the same nodes can own, by weight and rounded up or down. Each address goes
 * to the node where its hash is highest, unless that node is full of higher ones: what comes out does not depend on any
 * order or history, and few addresses move when one comes or goes. A previous owner counts higher than any hash.
 */
export class Spread {
  readonly #seats: readonly Seats[];
  readonly #shares: Shares;
  readonly #bidders = new Map<IpAddress, Bidder>();

  constructor(nodes: readonly WeightedNode[]) {
    this.#seats = nodes.map(seatsOf);
    this.#shares = sharesAmong(nodes);
  }

  get size(): number {
    return this.#bidders.size;
  }

  ownerOf(address: IpAddress): string | null {
    return this.#bidders.get(address)?.seat?.node ?? null;
  }

  /** Takes addresses that it does not have yet; answers those that have another owner now. */
  add(addresses: ReadonlyMap<IpAddress, string | null>): ReadonlySet<IpAddress> {
    const moved = new Set<IpAddress>();
    const fresh = [...addresses].map(([address, previous]) => bidder(address, previous));
    for (const { previous } of fresh) this.#countPrevious(previous, 1);
    const isFirst = this.#bidders.size === 0;
    this.#resize(this.#bidders.size + fresh.length, isFirst ? null : moved);
    for (const each of fresh) this.#bidders.set(each.address, each);
    for (const each of fresh) this.#seat(each, moved);
    return moved;
  }

  /** Gives an address up; answers those that have another owner now. */
  remove(address: IpAddress): ReadonlySet<IpAddress> {
    const moved = new Set<IpAddress>();
    const gone = this.#bidders.get(address);
    if (gone === undefined) return moved;
    this.#bidders.delete(address);
    this.#countPrevious(gone.previous, -1);
    const { seat } = gone;
    if (seat !== null) {
      leave(gone, seat);
      this.#fill(seat, moved);
    }
    this.#resize(this.#bidders.size, moved);
    return moved;
  }

  /** Gives each node the seats that it has of this many addresses; `null` where there is nobody to move. */
  #resize(total: number, moved: Set<IpAddress> | null): void {
    const shares = this.#shares(total);
    const smaller: Seats[] = [];
    this.#seats.forEach((seat, place) => {
      const count = Math.max(shares[place] ?? 0, seat.keeps ? seat.owned : 0);
      if (count === seat.count) return;
      const hasGrown = count > seat.count;
      seat.count = count;
      if (moved === null) return;
      if (hasGrown) this.#fill(seat, moved);
      else smaller.push(seat);
    });
    for (const seat of smaller) {
      while (seat.held > seat.count) {
        const last = evict(seat);
        if (last === null) break;
        if (moved !== null) this.#seat(last, moved);
      }
    }
  }

  /** Finds a seat for a bidder, and for whoever loses one by it. */
  #seat(first: Bidder, moved: Set<IpAddress>): void {
    for (let next: Bidder | null = first; next !== null;) {
      const seat = this.#bestFor(next);
      if (seat === null) return;
      take(next, seat);
      if (next !== first) moved.add(next.address);
      next = seat.held > seat.count ? evict(seat) : null;
    }
    moved.add(first.address);
  }

  /** Offers room to those who prefer it to what they have, and so on with the room that they leave. */
  #fill(room: Seats, moved: Set<IpAddress>): void {
    for (let seat: Seats | null = room; seat !== null && seat.held < seat.count;) {
      let best: Bidder | null = null;
      let bestScore = -1;
      for (const each of this.#bidders.values()) {
        const score = scoreOf(each, seat);
        if (score < bestScore || !prefers(each, score, seat)) continue;
        if (score === bestScore && best !== null && each.address > best.address) continue;
        best = each;
        bestScore = score;
      }
      if (best === null) return;
      const left: Seats | null = best.seat;
      if (left !== null) leave(best, left);
      take(best, seat);
      moved.add(best.address);
      seat = left;
    }
  }

  /** The best of the nodes that have room, or somebody of a lower score. */
  #bestFor(bidder: Bidder): Seats | null {
    let best: Seats | null = null;
    let bestScore = -1;
    for (const seat of this.#seats) {
      const score = scoreOf(bidder, seat);
      if (score < bestScore || (score === bestScore && best !== null && seat.node > best.node)) continue;
      if (seat.held >= seat.count && !outbids(bidder, score, seat)) continue;
      best = seat;
      bestScore = score;
    }
    return best;
  }

  #countPrevious(previous: string | null, change: 1 | -1): void {
    if (previous === null) return;
    const seat = this.#seats.find(({ node }) => node === previous);
    if (seat !== undefined) seat.owned += change;
  }
}

interface Bidder {
  readonly address: IpAddress;
  readonly hash: number;
  readonly previous: string | null;
  seat: Seats | null;
}

interface Seats {
  readonly node: string;
  readonly hash: number;
  readonly keeps: boolean;
  /** How many of the addresses it owned before. */
  owned: number;
  count: number;
  held: number;
  /** The lowest bid first; a bid of somebody who left counts no more. */
  readonly bids: Heap<Bid>;
}

interface Bid {
  readonly bidder: Bidder;
  readonly score: number;
}

function seatsOf({ node, keeps }: WeightedNode): Seats {
  return { node, hash: hashText(node), keeps, owned: 0, count: 0, held: 0, bids: new Heap<Bid>(isLower) };
}

function bidder(address: IpAddress, previous: string | null): Bidder {
  return { address, hash: hashText(address), previous, seat: null };
}

function take(bidder: Bidder, seat: Seats): void {
  bidder.seat = seat;
  seat.held++;
  seat.bids.put({ bidder, score: scoreOf(bidder, seat) });
}

function leave(bidder: Bidder, seat: Seats): void {
  bidder.seat = null;
  seat.held--;
}

function evict(seat: Seats): Bidder | null {
  const lowest = lowestBid(seat);
  if (lowest === null) return null;
  seat.bids.take();
  leave(lowest.bidder, seat);
  return lowest.bidder;
}

function lowestBid(seat: Seats): Bid | null {
  let lowest = seat.bids.peek();
  while (lowest !== undefined && lowest.bidder.seat !== seat) {
    seat.bids.take();
    lowest = seat.bids.peek();
  }
  return lowest ?? null;
}

function outbids(bidder: Bidder, score: number, seat: Seats): boolean {
  const lowest = lowestBid(seat);
  return lowest !== null && seat.count > 0 && isLower(lowest, { bidder, score });
}

function prefers(bidder: Bidder, score: number, room: Seats): boolean {
  const { seat } = bidder;
  if (seat === room) return false;
  if (seat === null) return true;
  const present = scoreOf(bidder, seat);
  return score > present || (score === present && room.node < seat.node);
}

function isLower(a: Bid, b: Bid): boolean {
  return a.score < b.score || (a.score === b.score && a.bidder.address > b.bidder.address);
}

function scoreOf({ hash, previous }: Bidder, { node, hash: nodeHash }: Seats): number {
  return mix(hash, nodeHash) + (previous === node ? PREFERENCE : 0);
}

const PREFERENCE = 2 ** 32;

import { addressFromBigInt, addressToBigInt } from '@fairlead/inet';
import type { IpAddress, IpFamily } from '@fairlead/inet';
import type { Pool, PoolRange } from '../model/pool.ts';
import { Heap } from './heap.ts';

/**
 * Finds the first free address of one family of a pool, in the order of its ranges. Costs what is in use, whatever the size
 * of the pool: all addresses before the cursor are in use or in the heap of those that were given back.
 */
export class Vacancy {
  readonly #family: IpFamily;
  readonly #ranges: readonly PoolRange[];
  readonly #avoidBuggyIps: boolean;
  readonly #isUsed: (address: IpAddress) => boolean;
  readonly #returned = new Heap<Position>(isBefore);
  #cursor: Position;

  constructor(pool: Pool, family: IpFamily, isUsed: (address: IpAddress) => boolean) {
    this.#family = family;
    this.#ranges = pool.ranges.filter((range) => range.family === family);
    this.#avoidBuggyIps = pool.avoidBuggyIps;
    this.#isUsed = isUsed;
    this.#cursor = { range: 0, value: this.#ranges[0]?.first ?? 0n };
  }

  /** The first address that is free and not in `taken`; `null` when there is none. */
  first(taken: ReadonlySet<IpAddress>): IpAddress | null {
    return this.#firstReturned(taken) ?? this.#firstFresh(taken);
  }

  /** Says that the address is free again. */
  giveBack(address: IpAddress): void {
    const value = addressToBigInt(address);
    const range = this.#ranges.findIndex(({ first, last }) => first <= value && value <= last);
    const position = { range, value };
    if (range >= 0 && isBefore(position, this.#cursor)) this.#returned.put(position);
  }

  #firstReturned(taken: ReadonlySet<IpAddress>): IpAddress | null {
    const passedOver: Position[] = [];
    let found: IpAddress | null = null;
    for (let top = this.#returned.peek(); top !== undefined; top = this.#returned.peek()) {
      const address = addressFromBigInt(this.#family, top.value);
      if (!this.#isUsed(address) && !taken.has(address)) {
        found = address;
        break;
      }
      this.#returned.take();
      if (taken.has(address)) passedOver.push(top);
    }
    for (const position of passedOver) this.#returned.put(position);
    return found;
  }

  #firstFresh(taken: ReadonlySet<IpAddress>): IpAddress | null {
    let { range, value } = this.#cursor;
    let isSettled = true;
    for (let part = this.#ranges[range]; part !== undefined; part = this.#ranges[range]) {
      if (value > part.last) {
        range += 1;
        value = this.#ranges[range]?.first ?? 0n;
        continue;
      }
      const address = addressFromBigInt(this.#family, value);
      const isOutOfUse = this.#isUsed(address) || isAvoided(this.#avoidBuggyIps, address);
      if (isSettled) this.#cursor = { range, value };
      if (!isOutOfUse && !taken.has(address)) return address;
      if (!isOutOfUse) isSettled = false;
      value += 1n;
    }
    if (isSettled) this.#cursor = { range, value };
    return null;
  }
}

/** Whether a pool that avoids .0 and .255 leaves the address out. */
export function isAvoided(avoidBuggyIps: boolean, address: IpAddress): boolean {
  return avoidBuggyIps && /^\d.*\.(?:0|255)$/.test(address);
}

interface Position {
  readonly range: number;
  readonly value: bigint;
}

function isBefore(a: Position, b: Position): boolean {
  return a.range < b.range || (a.range === b.range && a.value < b.value);
}

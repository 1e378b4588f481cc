import type { Claim, Ipv4Claim, Ipv6Claim } from './claim.ts';
import { isSameIpv6 } from './wire/ipv6Words.ts';
import type { Ipv6Words } from './wire/ipv6Words.ts';

/** Claims by address, found without making a text of it. */
export class ClaimTable {
  readonly #ipv4 = new Map<number, Ipv4Claim>();
  readonly #ipv6 = new Map<number, Ipv6Claim>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  ipv4(value: number): Ipv4Claim | null {
    return this.#ipv4.get(value | 0) ?? null;
  }

  ipv6(value: Ipv6Words): Ipv6Claim | null {
    let claim = this.#ipv6.get(keyOf(value)) ?? null;
    while (claim !== null && !isSameIpv6(claim.value, value)) claim = claim.next;
    return claim;
  }

  add(claim: Claim): void {
    this.#size++;
    if (claim.family === 'ipv4') {
      this.#ipv4.set(claim.value | 0, claim);
      return;
    }
    const key = keyOf(claim.value);
    claim.next = this.#ipv6.get(key) ?? null;
    this.#ipv6.set(key, claim);
  }

  remove(claim: Claim): void {
    this.#size--;
    if (claim.family === 'ipv4') {
      this.#ipv4.delete(claim.value | 0);
      return;
    }
    const key = keyOf(claim.value);
    const rest = without(this.#ipv6.get(key) ?? null, claim);
    if (rest === null) this.#ipv6.delete(key);
    else this.#ipv6.set(key, rest);
  }

  *[Symbol.iterator](): Iterator<Claim> {
    yield* this.#ipv4.values();
    for (const first of this.#ipv6.values()) {
      for (let claim: Ipv6Claim | null = first; claim !== null; claim = claim.next) yield claim;
    }
  }
}

function without(chain: Ipv6Claim | null, claim: Ipv6Claim): Ipv6Claim | null {
  if (chain === null || chain === claim) return claim.next;
  for (let at = chain; at.next !== null; at = at.next) {
    if (at.next === claim) {
      at.next = claim.next;
      break;
    }
  }
  return chain;
}

function keyOf({ a, b, c, d }: Ipv6Words): number {
  return a ^ b ^ c ^ d;
}

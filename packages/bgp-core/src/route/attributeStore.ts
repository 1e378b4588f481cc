import type { NextHop, PathAttributes, ReceivedUpdate } from '../message.ts';
import { admit } from '../wire/admit.ts';
import type { WireContext } from '../wire/context.ts';
import type { InRules } from './inRules.ts';

/** A set of received path attributes, and how many routes have it. */
export interface StoredAttributes {
  readonly id: number;
  readonly octets: Uint8Array;
  readonly hash: number;
  readonly mpNextHop: NextHop | null;
  readonly context: WireContext;
  readonly rules: InRules;
  /** As the session lets them in, with the next hop of the route; `null` where it treats the route as withdrawn. */
  readonly admitted: PathAttributes | null;
  references: number;
}

/** Received path attributes, each set once however often it comes. */
export class AttributeStore {
  readonly #byId: (StoredAttributes | null)[] = [null];
  readonly #byHash = new Map<number, readonly StoredAttributes[]>();
  readonly #free: number[] = [];
  readonly #seed: number;

  /** Peers choose attributes: a seed that they do not know keeps them from choosing ones that lie in one bucket. */
  constructor(seed = 0) {
    this.#seed = seed | 0;
  }

  /** The attributes of the routes in an UPDATE that go to NEXT_HOP, or to the next hop of its MP_REACH_NLRI. */
  intern(
    update: ReceivedUpdate,
    mpNextHop: NextHop | null,
    context: WireContext,
    rules: InRules,
  ): StoredAttributes {
    const octets = update.attributeOctets;
    const hash = hashOf(octets, this.#seed);
    const bucket = this.#byHash.get(hash) ?? [];
    for (const stored of bucket) {
      if (
        stored.context === context &&
        stored.rules === rules &&
        isSame(stored.mpNextHop, mpNextHop) &&
        areSame(stored.octets, octets)
      ) {
        return stored;
      }
    }
    const stored: StoredAttributes = {
      id: this.#free.pop() ?? this.#byId.length,
      octets: octets.slice(),
      hash,
      mpNextHop,
      context,
      rules,
      admitted: admitted(update.attributes, mpNextHop, context, rules),
      references: 0,
    };
    this.#byId[stored.id] = stored;
    this.#byHash.set(hash, [...bucket, stored]);
    return stored;
  }

  get(id: number): StoredAttributes | null {
    return this.#byId[id] ?? null;
  }

  /** Forgets a set that no route has. */
  forget(stored: StoredAttributes): void {
    const rest = (this.#byHash.get(stored.hash) ?? []).filter((other) => other !== stored);
    if (rest.length === 0) this.#byHash.delete(stored.hash);
    else this.#byHash.set(stored.hash, rest);
    this.#byId[stored.id] = null;
    this.#free.push(stored.id);
  }
}

function admitted(
  attributes: PathAttributes,
  mpNextHop: NextHop | null,
  context: WireContext,
  rules: InRules,
): PathAttributes | null {
  const ofRoute = mpNextHop === null ? attributes : { ...attributes, nextHop: mpNextHop };
  const { attributes: kept, errors } = admit(ofRoute, context);
  return errors.some(({ severity }) => severity === 'treatAsWithdraw') ? null : rules.admit(kept);
}

/** The upper half comes down at each step, so that all bits of the seed decide what collides, and not the lowest eight alone. */
export function hashOf(octets: Uint8Array, seed: number): number {
  let hash = octets.length ^ seed;
  for (const octet of octets) {
    hash = Math.imul(hash ^ octet, FNV_PRIME);
    hash ^= hash >>> 15;
  }
  return hash;
}

function areSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((octet, index) => octet === b[index]);
}

function isSame(a: NextHop | null, b: NextHop | null): boolean {
  return a?.address === b?.address && a?.linkLocal === b?.linkLocal;
}

const FNV_PRIME = 0x01000193;

import { ipv4Prefix, ipv6Prefix } from '@fairlead/inet';
import type { Prefix } from '@fairlead/inet';
import { unicastFamily } from '../family.ts';
import type { UnicastFamily } from '../family.ts';
import type { Community, NextHop, NlriVisitor, PathAttributes, ReceivedUpdate } from '../message.ts';
import type { WireContext } from '../wire/context.ts';
import { AttributeStore } from './attributeStore.ts';
import type { StoredAttributes } from './attributeStore.ts';
import { everyRoute } from './inRules.ts';
import type { InRules } from './inRules.ts';
import { InTable } from './inTable.ts';
import { PrefixKey } from './prefixKey.ts';

/** A path that a peer announced and did not withdraw. */
export interface ReceivedRoute {
  readonly prefix: Prefix;
  /** 0 where ADD-PATH is not in use. */
  readonly pathId: number;
  readonly attributes: PathAttributes;
  /** Whether it is from a session that is gone, or from before a refresh that runs (RFC 4724 §4.2, RFC 7313 §4). */
  readonly isStale: boolean;
}

/** The routes that a peer announced (RFC 4271 §3.2); a path costs some 20 octets, a set of attributes is kept once. */
export class AdjRibIn {
  readonly #store: AttributeStore;
  readonly #tables: Readonly<Record<UnicastFamily, InTable>>;
  readonly #key = new PrefixKey();

  /** `seed` is a number that the peer cannot guess, against prefixes and attributes chosen to make the table slow. */
  constructor({ seed = 0 }: { readonly seed?: number } = {}) {
    this.#store = new AttributeStore(seed);
    this.#tables = {
      'ipv4/unicast': new InTable('ipv4/unicast', this.#store, seed),
      'ipv6/unicast': new InTable('ipv6/unicast', this.#store, seed),
    };
  }

  /**
   * Takes in what an UPDATE of a session announces and withdraws, with the reactions of RFC 7606 to what is wrong in it. A
   * route that the rules do not take is as if it were withdrawn.
   */
  receive(update: ReceivedUpdate, context: WireContext, rules: InRules = everyRoute): void {
    update.visitWithdrawn(this.#withdrawer);
    this.#announce(update, null, context, rules);
    const { mpNextHop } = update;
    if (mpNextHop !== null) this.#announce(update, mpNextHop, context, rules);
  }

  /** How many paths of a family there are. */
  size(family: UnicastFamily): number {
    return this.#tables[family].paths.size;
  }

  /** How many prefixes of a family there are, each with one path or several. */
  prefixes(family: UnicastFamily): number {
    return this.#tables[family].paths.prefixes;
  }

  /** One path, or `null`. */
  get(prefix: Prefix, pathId = 0): ReceivedRoute | null {
    const table = this.#tables[unicastFamily(prefix)];
    const slot = table.paths.find(this.#key.read(prefix), pathId);
    return slot < 0 ? null : routeAt(table, slot);
  }

  /** The paths of a family, in no particular order. */
  *routes(family: UnicastFamily): IterableIterator<ReceivedRoute> {
    const table = this.#tables[family];
    for (let slot = 0; slot < table.paths.end; slot++) {
      const route = routeAt(table, slot);
      if (route !== null) yield route;
    }
  }

  /** All paths of a family are stale until they are announced again. */
  markStale(family: UnicastFamily): void {
    this.#tables[family].markStale();
  }

  /** Removes the stale paths of a family, or those with a community; how many there were. */
  removeStale(family: UnicastFamily, community: Community | null = null): number {
    const table = this.#tables[family];
    const isMeant = (slot: number): boolean =>
      community === null || table.attributesOf(slot)?.admitted?.communities?.includes(community) === true;
    return table.removeWhere((slot) => table.isStale(slot) && isMeant(slot));
  }

  /** Removes all paths of a family; how many there were. */
  clear(family: UnicastFamily): number {
    return this.#tables[family].removeWhere(() => true);
  }

  #announce(update: ReceivedUpdate, mpNextHop: NextHop | null, context: WireContext, rules: InRules): void {
    const announcer = new Announcer(this.#tables, this.#key, rules.accepts, () =>
      this.#store.intern(update, mpNextHop, context, rules),
    );
    update.visitAnnounced(announcer, mpNextHop === null ? 'own' : 'mpReach');
    const { attributes } = announcer;
    if (attributes?.references === 0) this.#store.forget(attributes);
  }

  readonly #withdrawer: NlriVisitor = {
    ipv4: (address, length, pathId) => {
      this.#tables['ipv4/unicast'].withdraw(this.#key.set(address, 0, 0, 0, length), pathId);
    },
    ipv6: (word0, word1, word2, word3, length, pathId) => {
      this.#tables['ipv6/unicast'].withdraw(this.#key.set(word0, word1, word2, word3, length), pathId);
    },
  };
}

/** Puts destinations into the tables, with attributes that are looked up at the first of them. */
class Announcer implements NlriVisitor {
  attributes: StoredAttributes | null = null;
  readonly #tables: Readonly<Record<UnicastFamily, InTable>>;
  readonly #key: PrefixKey;
  readonly #accepts: InRules['accepts'];
  readonly #intern: () => StoredAttributes;

  constructor(
    tables: Readonly<Record<UnicastFamily, InTable>>,
    key: PrefixKey,
    accepts: InRules['accepts'],
    intern: () => StoredAttributes,
  ) {
    this.#tables = tables;
    this.#key = key;
    this.#accepts = accepts;
    this.#intern = intern;
  }

  ipv4(address: number, length: number, pathId: number): void {
    const prefix = this.#accepts === null ? null : ipv4Prefix(address, length);
    this.#put(this.#tables['ipv4/unicast'], this.#key.set(address, 0, 0, 0, length), pathId, prefix);
  }

  ipv6(word0: number, word1: number, word2: number, word3: number, length: number, pathId: number): void {
    const prefix = this.#accepts === null ? null : ipv6PrefixOf([word0, word1, word2, word3], length);
    const key = this.#key.set(word0, word1, word2, word3, length);
    this.#put(this.#tables['ipv6/unicast'], key, pathId, prefix);
  }

  #put(table: InTable, key: PrefixKey, pathId: number, prefix: Prefix | null): void {
    this.attributes ??= this.#intern();
    const { admitted } = this.attributes;
    const isTaken = admitted !== null && (prefix === null || this.#accepts?.(prefix, admitted) !== false);
    if (isTaken) table.announce(key, pathId, this.attributes);
    else table.withdraw(key, pathId);
  }
}

function ipv6PrefixOf(words: readonly number[], length: number): Prefix {
  const view = new DataView(new ArrayBuffer(16));
  words.forEach((word, index) => {
    view.setUint32(index * 4, word);
  });
  return ipv6Prefix(new Uint8Array(view.buffer), length);
}

function routeAt(table: InTable, slot: number): ReceivedRoute | null {
  const attributes = table.attributesOf(slot)?.admitted ?? null;
  if (attributes === null) return null;
  const { paths } = table;
  return { prefix: paths.prefix(slot), pathId: paths.pathId(slot), attributes, isStale: table.isStale(slot) };
}

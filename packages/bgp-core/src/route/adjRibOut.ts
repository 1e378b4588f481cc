import type { Prefix } from '@fairlead/inet';
import { unicastFamily } from '../family.ts';
import type { UnicastFamily } from '../family.ts';
import { maximumMessageLength } from '../wire/context.ts';
import { requireU32 } from '../wire/attribute/number.ts';
import type { AttributeSet } from './attributeSets.ts';
import type { WithheldReason } from './exportAttributes.ts';
import { OutFamily } from './outFamily.ts';
import type { Difference } from './outTable.ts';
import type { OutSession } from './outSession.ts';
import { MessageBuffer } from './packUpdate.ts';
import { PrefixKey } from './prefixKey.ts';
import type { Route, RouteAttributes } from './route.ts';
import { NO_RULES, requireNextHop } from './routeRules.ts';
import type { RouteRules } from './routeRules.ts';
import { StagedRoutes } from './stagedRoutes.ts';

/**
 * The routes that a peer should have, and what of them it was not told yet (RFC 4271 §3.2). It pushes nothing: whoever owns
 * the connection pulls messages when the peer takes them, so that a peer that does not read costs nothing but the routes.
 */
export class AdjRibOut {
  readonly #families: Readonly<Record<UnicastFamily, OutFamily>>;
  readonly #key = new PrefixKey();
  #session: OutSession | null = null;
  /** What routes must fit when they come; those that came before stay. */
  rules: RouteRules;
  /** The family that was first in the last messages. */
  #turn: UnicastFamily = 'ipv6/unicast';
  #scratch: MessageBuffer | null = null;

  constructor({ awaitAdvertise = false, rules = NO_RULES }: AdjRibOutOptions = {}) {
    this.rules = rules;
    this.#families = {
      'ipv4/unicast': new OutFamily('ipv4/unicast', !awaitAdvertise),
      'ipv6/unicast': new OutFamily('ipv6/unicast', !awaitAdvertise),
    };
  }

  /** How many paths wait to be announced or withdrawn. */
  get pending(): number {
    return FAMILIES.reduce((sum, family) => sum + this.#families[family].table.pending, 0);
  }

  /** How many paths of a family the peer should have. */
  size(family: UnicastFamily): number {
    return this.#families[family].table.size;
  }

  /** The paths of a family that the peer should have, in no particular order. */
  *routes(family: UnicastFamily): IterableIterator<Route> {
    const { table } = this.#families[family];
    for (let slot = 0; slot < table.paths.end; slot++) {
      const set = table.wantedSet(slot);
      if (set === null) continue;
      yield {
        prefix: table.paths.prefix(slot),
        pathId: table.paths.pathId(slot),
        attributes: set.attributes,
      };
    }
  }

  /** The attribute sets that the session which is up does not send, and why. */
  withheld(): readonly Withheld[] {
    const session = this.#session;
    if (session === null) return [];
    return FAMILIES.flatMap((family) => {
      const { table } = this.#families[family];
      const isAgreed = session.families.has(family);
      const reasonOf = ({ exported }: AttributeSet): WithheldReason | null => {
        if (!isAgreed) return 'familyNotAgreed';
        return exported?.kind === 'withheld' ? exported.reason : null;
      };
      const found = [...table.sets.all()].flatMap((set) => {
        const reason = reasonOf(set);
        return reason === null ? [] : [{ set, reason }];
      });
      if (found.length === 0) return [];
      const counts = table.wantedCounts();
      return found.flatMap(({ set, reason }): readonly Withheld[] => {
        const routes = counts.get(set) ?? 0;
        return routes === 0 ? [] : [{ family, attributes: set.attributes, reason, routes }];
      });
    });
  }

  /**
   * Replaces all routes of a family, or of all; what is equal stays untouched, and of two with the same prefix and path
   * identifier the later counts. Throws `RangeError` naming field and value for a route that cannot be, and then changes nothing.
   */
  advertise(family: UnicastFamily | 'all', routes: Iterable<Route>): Difference {
    const families = family === 'all' ? FAMILIES : [family];
    const staged = new Map(
      families.map((each) => [each, new StagedRoutes(this.#families[each].table.paths.words)]),
    );
    try {
      for (const route of routes) {
        const own = family === 'all' ? unicastFamily(route.prefix) : family;
        const { sets } = this.#families[own].table;
        staged.get(own)?.add(this.#key, route.pathId ?? 0, sets.hold(this.#setOf(route, own)));
      }
      return sumOf([...staged].map(([each, these]) => this.#families[each].replace(these)));
    } finally {
      for (const [each, these] of staged) this.#families[each].table.letGo(these);
    }
  }

  /** Adds or replaces one path; `false` when it is there already. Throws `RangeError` like `advertise`. */
  announce(route: Route): boolean {
    const family = unicastFamily(route.prefix);
    const set = this.#setOf(route, family);
    return this.#families[family].table.announce(this.#key.read(route.prefix), route.pathId ?? 0, set);
  }

  /** What `announce` would throw for a route, in words; `null` where it takes the route. */
  objectionTo(route: Route): string | null {
    try {
      const family = unicastFamily(route.prefix);
      const { sets } = this.#families[family].table;
      sets.release(sets.hold(this.#setOf(route, family)));
      return null;
    } catch (error) {
      if (error instanceof RangeError || error instanceof TypeError) return error.message;
      throw error;
    }
  }

  /** Removes one path; `false` when there is none. */
  withdraw(prefix: Prefix, pathId = 0): boolean {
    return this.#families[unicastFamily(prefix)].table.withdraw(this.#key.read(prefix), pathId);
  }

  /** A session is up and the peer has nothing: everything becomes due, and an End-of-RIB behind it. */
  established(session: OutSession): void {
    this.#session = session;
    for (const family of FAMILIES) this.#families[family].established(session);
  }

  /** The session that is up means something else for the routes: what goes out differently goes out again. */
  renew(session: OutSession): void {
    if (this.#session === null) return;
    this.#session = session;
    for (const family of FAMILIES) this.#families[family].renew(session);
  }

  /** The session is gone, and with it what the peer had. */
  disconnected(): void {
    this.#session = null;
    for (const family of FAMILIES) this.#families[family].disconnected();
  }

  /** The peer asks for a family again (RFC 2918, RFC 7313). */
  refresh(family: UnicastFamily): void {
    this.#families[family].refresh();
  }

  /**
   * The next messages that are due, together at most `maxOctets` but at least one; `null` when the peer has everything. What
   * is taken counts as told. The messages are the fewest that can be: equal attributes share UPDATEs, withdrawals likewise.
   */
  next(maxOctets: number): Uint8Array | null {
    if (this.#session === null || !FAMILIES.some((family) => this.#families[family].isDue)) return null;
    const maximum = maximumMessageLength(this.#session.context);
    const buffer = this.#buffer(this.pending > FEW ? Math.max(maximum, maxOctets) : maximum);
    this.#turn = other(this.#turn);
    while (buffer.room >= maximum) {
      if (this.#families[this.#turn].write(buffer)) continue;
      if (!this.#families[other(this.#turn)].write(buffer)) break;
    }
    if (buffer.at === 0) return null;
    return buffer === this.#scratch ? buffer.written().slice() : buffer.written();
  }

  /** To make room for one message costs more than to write a small one: the same is used again. */
  #buffer(size: number): MessageBuffer {
    if (size > SCRATCH) return new MessageBuffer(size);
    this.#scratch ??= new MessageBuffer(SCRATCH);
    this.#scratch.at = 0;
    return this.#scratch;
  }

  /** Throws `RangeError` for a route that no session could send; the key is its prefix then. */
  #setOf({ prefix, pathId = 0, attributes }: Route, family: UnicastFamily): AttributeSet {
    try {
      this.#key.read(prefix);
      if (unicastFamily(prefix) !== family) throw new RangeError(`prefix: ${prefix} is not of ${family}`);
      requireU32(pathId, 'pathId');
      requireNextHop(attributes, family, this.rules);
      return this.#families[family].table.sets.intern(attributes);
    } catch (cause) {
      if (!(cause instanceof RangeError || cause instanceof TypeError)) throw cause;
      const Fault = cause instanceof RangeError ? RangeError : TypeError;
      throw new Fault(`route to ${prefix}: ${cause.message}`, { cause });
    }
  }
}

export interface AdjRibOutOptions {
  /** Hold the End-of-RIB of a family back until `advertise` has said once which routes there are; without it they are complete. */
  readonly awaitAdvertise?: boolean;
  readonly rules?: RouteRules;
}

function sumOf(differences: readonly Difference[]): Difference {
  const sum = { announced: 0, withdrawn: 0, unchanged: 0 };
  for (const { announced, withdrawn, unchanged } of differences) {
    sum.announced += announced;
    sum.withdrawn += withdrawn;
    sum.unchanged += unchanged;
  }
  return sum;
}

/** Path attributes of routes that are wanted and do not go out. */
export interface Withheld {
  readonly family: UnicastFamily;
  readonly attributes: RouteAttributes;
  readonly reason: WithheldReason;
  /** How many paths there are with them. */
  readonly routes: number;
}

function other(family: UnicastFamily): UnicastFamily {
  return family === 'ipv4/unicast' ? 'ipv6/unicast' : 'ipv4/unicast';
}

const FAMILIES = ['ipv4/unicast', 'ipv6/unicast'] as const;
/** So many paths fit one message in all likelihood. */
const FEW = 16;
/** The most octets of a message, where the longer ones of RFC 8654 were not agreed on. */
const SCRATCH = 4096;

import type { UnicastFamily } from '../family.ts';
import { nextHopOctets } from '../wire/attribute/mpNextHop.ts';
import { initialContext } from '../wire/context.ts';
import type { WireContext } from '../wire/context.ts';
import { encodeAttributes } from '../wire/encodeUpdate.ts';
import { toHex } from '../wire/octets.ts';
import { checkAttributes } from './checkAttributes.ts';
import type { Exported } from './exportAttributes.ts';
import type { RouteAttributes } from './route.ts';

/** One set of path attributes, the routes of a family that have it, and what a session makes of it. */
export interface AttributeSet {
  readonly id: number;
  readonly key: string;
  readonly attributes: RouteAttributes;
  /** How often it is wanted, was sent, or is held. */
  references: number;
  /** For the session that is up, once it was needed. */
  exported: Exported | null;
  /** The first and the last of the slots that wait to be sent with it, or -1. */
  first: number;
  last: number;
  /** Whether it stands in the queue of sets that have such slots. */
  isQueued: boolean;
}

/** The attribute sets of one family's routes, each once however often and in whatever object it comes. */
export class AttributeSets {
  readonly #family: UnicastFamily;
  readonly #byId: (AttributeSet | null)[] = [null];
  readonly #byKey = new Map<string, AttributeSet>();
  readonly #byObject = new WeakMap<RouteAttributes, AttributeSet>();
  readonly #free: number[] = [];

  constructor(family: UnicastFamily) {
    this.#family = family;
  }

  /** The set of these attributes; throws `RangeError` naming field and value for what no session could send. */
  intern(attributes: RouteAttributes): AttributeSet {
    const known = this.#byObject.get(attributes);
    if (known !== undefined && this.#byId[known.id] === known) return known;
    const key = keyOf(attributes, this.#family);
    const set = this.#byKey.get(key) ?? this.#add(key, attributes);
    this.#byObject.set(attributes, set);
    return set;
  }

  get(id: number): AttributeSet | null {
    return this.#byId[id] ?? null;
  }

  /** All sets that have routes. */
  all(): Iterable<AttributeSet> {
    return this.#byKey.values();
  }

  /** One reference more. */
  hold(set: AttributeSet): AttributeSet {
    set.references++;
    return set;
  }

  /** One reference less; the last one frees the set. */
  release(set: AttributeSet): void {
    set.references--;
    if (set.references === 0) this.#remove(set);
  }

  #remove(set: AttributeSet): void {
    this.#byId[set.id] = null;
    this.#byKey.delete(set.key);
    this.#free.push(set.id);
  }

  #add(key: string, attributes: RouteAttributes): AttributeSet {
    const id = this.#free.pop() ?? this.#byId.length;
    const set: AttributeSet = {
      id,
      key,
      attributes,
      references: 0,
      exported: null,
      first: -1,
      last: -1,
      isQueued: false,
    };
    this.#byId[id] = set;
    this.#byKey.set(key, set);
    return set;
  }
}

/** Equal for attributes that every session sends alike. */
function keyOf(attributes: RouteAttributes, family: UnicastFamily): string {
  checkAttributes(attributes);
  const { prepend = 0, nextHop, ...rest } = attributes;
  if (!Number.isInteger(prepend) || prepend < 0 || prepend > MOST_PREPENDED) {
    throw new RangeError(`prepend is a number from 0 to ${MOST_PREPENDED}, not ${prepend}`);
  }
  const octets = encodeAttributes({ origin: 'igp', asPath: [], ...rest }, ANY_CONTEXT);
  if (octets.length > MOST_OCTETS) {
    throw new RangeError(
      `attributes have ${octets.length} octets, more than the ${MOST_OCTETS} that a message holds`,
    );
  }
  const hop = nextHop === undefined ? 'self' : toHex(nextHopOctets(nextHop, family, 'nextHop'));
  return `${toHex(octets)} ${hop} ${prepend}`;
}

const ANY_CONTEXT: WireContext = { ...initialContext, fourOctetAs: true };
const MOST_PREPENDED = 254;
const MOST_OCTETS = 60000;

import type { RouteAttributes } from '../model/advertisement.ts';
import { formatCommunity } from '../model/community.ts';
import { compareText } from '../model/object.ts';
import { attributesKey } from './nodeView.ts';
import type { Offer } from './nodeView.ts';
import { verdict } from './reason.ts';
import type { Verdict } from './reason.ts';

/** What one peer is told of a prefix that several advertisements cover. */
export interface Combined {
  readonly attributes: RouteAttributes;
  readonly conflicts: readonly Verdict[];
}

/** Makes each combination once, and equal attributes one object. */
export class Combiner {
  readonly #alone = new WeakMap<Offer, Combined>();
  readonly #interned = new Map<string, RouteAttributes>();

  /** What those are told whom all of the offers address. */
  combine(offers: readonly Offer[]): Combined {
    const [only, ...others] = offers;
    if (only === undefined || others.length > 0) return this.#merged(offers);
    const known = this.#alone.get(only);
    if (known !== undefined) return known;
    const combined = this.#merged(offers);
    this.#alone.set(only, combined);
    return combined;
  }

  #merged(offers: readonly Offer[]): Combined {
    const { attributes, conflicts } = merge([...offers].sort((a, b) => a.order - b.order));
    const key = attributesKey(attributes);
    const known = this.#interned.get(key);
    if (known !== undefined) return { attributes: known, conflicts };
    this.#interned.set(key, attributes);
    return { attributes, conflicts };
  }
}

/** Communities are united; of single values the oldest advertisement that says one wins. */
function merge(offers: readonly Offer[]): Combined {
  const conflicts: Verdict[] = [];
  const pick = <Name extends 'localPref' | 'med' | 'prepend'>(
    attribute: Name,
  ): RouteAttributes[Name] | null => {
    const saying = offers.filter(({ advertisement }) => isSaid(advertisement.attributes[attribute]));
    const [winner, ...others] = saying;
    if (winner === undefined) return null;
    const ours = winner.advertisement.attributes[attribute];
    for (const { advertisement } of others) {
      const theirs = advertisement.attributes[attribute];
      if (theirs === ours) continue;
      conflicts.push(
        verdict('attributesConflict', {
          advertisement: advertisement.name,
          winner: winner.advertisement.name,
          attribute,
          theirs: theirs ?? 0,
          ours: ours ?? 0,
        }),
      );
    }
    return ours;
  };
  const communities = new Map(
    offers.flatMap(({ advertisement }) =>
      advertisement.attributes.communities.map((community) => [formatCommunity(community), community]),
    ),
  );
  const sorted = [...communities].sort(([a], [b]) => compareText(a, b)).map(([, community]) => community);
  const attributes = {
    localPref: pick('localPref'),
    med: pick('med'),
    prepend: pick('prepend') ?? 0,
    communities: sorted,
  };
  return { attributes, conflicts };
}

function isSaid(value: number | null): boolean {
  return value !== null && value !== 0;
}

import { ADDRESS_BITS, prefixLength, rangePrefixes } from '@fairlead/inet';
import type { BgpAdvertisement } from '../../model/advertisement.ts';
import { formatCommunity, parseCommunity, WELL_KNOWN_COMMUNITIES } from '../../model/community.ts';
import type { Community } from '../../model/community.ts';
import { formatRef } from '../../model/object.ts';
import type { Pool, PoolRange } from '../../model/pool.ts';
import type { Severity } from '../../model/problem.ts';
import { isSelected } from '../../model/selection.ts';
import { selectorKey } from '../../model/selector.ts';
import type { BgpAdvertisementDraft, CommunityAlias } from '../drafts.ts';
import { soundByAge } from './draft.ts';

/** The sound advertisements with their communities resolved, the older first. */
export function assembleBgpAdvertisements(
  drafts: readonly BgpAdvertisementDraft[],
  aliases: ReadonlyMap<string, Community>,
  pools: readonly Pool[],
): readonly BgpAdvertisementDraft[] {
  const known = new Map<string, BgpAdvertisement>();
  return soundByAge<BgpAdvertisement, BgpAdvertisementDraft>(drafts).flatMap((draft) => {
    const value = withCommunities(draft, aliases);
    for (const pool of pools) if (isSelected(value.pools, pool)) refuseWideAggregate(draft, pool);
    if (!draft.report.isSound) return [];
    const twin = known.get(identityOf(value));
    if (twin === undefined) known.set(identityOf(value), value);
    else if (reportTwin(draft, twin) === 'error') return [];
    return [{ ...draft, value }];
  });
}

/** Two objects may say the same, which does no harm; the same twice in the list of one pool is a mistake. */
function reportTwin({ report, path, names }: BgpAdvertisementDraft, { ref }: BgpAdvertisement): Severity {
  const severity = names === null ? 'error' : 'warning';
  report[severity]('duplicate', path, null, `says the same as the older ${formatRef(ref)}`);
  return severity;
}

/** The communities by their names; of two with one name the first counts. */
export function assembleAliases(aliases: readonly CommunityAlias[]): ReadonlyMap<string, Community> {
  const known = new Map<string, Community>();
  for (const { name, community, report, field } of aliases) {
    const other = known.get(name);
    if (other === undefined) known.set(name, community);
    else
      report.error(
        'duplicate',
        field,
        name,
        `is "${name}", which already stands for ${formatCommunity(other)}`,
      );
  }
  return known;
}

function withCommunities(
  { value, communities, knowsNames, report }: BgpAdvertisementDraft,
  aliases: ReadonlyMap<string, Community>,
): BgpAdvertisement {
  const resolved = new Map<string, Community>();
  for (const { text, field } of communities) {
    const named = aliases.get(text) ?? (knowsNames ? WELL_KNOWN_COMMUNITIES.get(text) : undefined);
    const community = named ?? parseCommunity(text);
    if (community === null || (community.kind === 'extended' && !knowsNames)) {
      const message = `is "${text}", which is no community like 65000:100 or large:1:2:3, and no name of one`;
      report.error('unknownReference', field, text, message);
    } else resolved.set(formatCommunity(community), community);
  }
  return { ...value, attributes: { ...value.attributes, communities: [...resolved.values()] } };
}

/** An aggregate must not reach beyond the addresses that the pool has. */
function refuseWideAggregate({ value, names, report, path }: BgpAdvertisementDraft, pool: Pool): void {
  for (const range of pool.ranges) {
    const length = value.aggregationLength[range.family];
    const shortest = shortestPrefix(range);
    if (length === ADDRESS_BITS[range.family] || length >= shortest) continue;
    const usual = range.family === 'ipv4' ? 'aggregationLength' : 'aggregationLengthV6';
    const field = names?.[usual] ?? usual;
    const message = `is ${length}, but ${range.text} of pool ${pool.name} has no more than a /${shortest}`;
    report.error('invalidValue', `${path}.${field}`, length, message);
  }
}

function shortestPrefix(range: PoolRange): number {
  return Math.min(...rangePrefixes(range).map(prefixLength));
}

function identityOf(advertisement: BgpAdvertisement): string {
  const { pools, peers, nodeSelectors, serviceSelectors, aggregationLength, attributes, nextHops } =
    advertisement;
  const lists = [pools.names, peers.names, advertisement.namespaces].map((names) => [...names].sort());
  const selectors = [pools.selectors, peers.selectors, nodeSelectors, serviceSelectors].map((each) =>
    each.map(selectorKey).sort(),
  );
  const { communities, ...values } = attributes;
  const marks = communities.map(formatCommunity).sort();
  return JSON.stringify([lists, selectors, aggregationLength, values, marks, nextHops]);
}

import type { IpFamily } from '@fairlead/inet';
import type { BgpAdvertisement } from '../../model/advertisement.ts';
import type { Node } from '../../model/node.ts';
import { formatRef } from '../../model/object.ts';
import type { Pool } from '../../model/pool.ts';
import { isSelected } from '../../model/selection.ts';
import { selectorKey, selectsAnyOrAll } from '../../model/selector.ts';
import type { LabelSelector } from '../../model/selector.ts';
import type { BgpAdvertisementDraft, FieldNames } from '../drafts.ts';
import type { Sound } from './sound.ts';

/** Advertisements that meet on a route and want different values for it; the older one has its way. */
export function hintAtConflicts({ cluster, bgpAdvertisements }: Sound): void {
  const { nodes } = cluster;
  const said = new Set<string>();
  for (const pool of cluster.config.pools) {
    const drafts = bgpAdvertisements.filter(({ value }) => isSelected(value.pools, pool));
    drafts.forEach((draft, index) => {
      for (const older of drafts.slice(0, index)) {
        if (!meet(older.value, draft.value, pool, nodes)) continue;
        for (const attribute of ATTRIBUTES) compare(draft, older, attribute, pool, said);
      }
    });
  }
}

function compare(
  draft: BgpAdvertisementDraft,
  older: BgpAdvertisementDraft,
  attribute: (typeof ATTRIBUTES)[number],
  pool: Pool,
  said: Set<string>,
): void {
  const ours = draft.value.attributes[attribute] ?? 0;
  const theirs = older.value.attributes[attribute] ?? 0;
  // MetalLB, which has no MED, takes silence about the others for 0; here who says a MED has its way.
  if (attribute === 'med' && (ours === 0 || theirs === 0)) return;
  const { report, path, names } = draft;
  const field = `${path}.${(names ?? DEFAULT_NAMES)[attribute]}`;
  if (ours === theirs || said.has(`${draft.value.ref.name} ${field}`)) return;
  said.add(`${draft.value.ref.name} ${field}`);
  const message = `is ${ours}, but the older ${formatRef(older.value.ref)} says ${theirs} for the same routes of pool ${pool.name}`;
  report.error('conflict', field, ours, message);
}

/** Whether both can be about the same prefix, from the same node, to the same peer. */
function meet(a: BgpAdvertisement, b: BgpAdvertisement, pool: Pool, nodes: readonly Node[]): boolean {
  if (a.serviceSelectors.length > 0 || b.serviceSelectors.length > 0) return false;
  const families = new Set(pool.ranges.map(({ family }) => family));
  const sameLength = (family: IpFamily): boolean =>
    a.aggregationLength[family] === b.aggregationLength[family];
  return [...families].some(sameLength) && shareNode(a, b, nodes) && sharePeer(a, b);
}

function shareNode(a: BgpAdvertisement, b: BgpAdvertisement, nodes: readonly Node[]): boolean {
  if (nodes.length === 0) return maySelectOne(a.nodeSelectors, b.nodeSelectors);
  return nodes.some(
    ({ labels }) => selectsAnyOrAll(a.nodeSelectors, labels) && selectsAnyOrAll(b.nodeSelectors, labels),
  );
}

/** Where no node is known: those that say nothing select all, and those that say the same the same. */
function maySelectOne(a: readonly LabelSelector[], b: readonly LabelSelector[]): boolean {
  const keys = new Set(a.map(selectorKey));
  return a.length === 0 || b.length === 0 || b.some((selector) => keys.has(selectorKey(selector)));
}

function sharePeer({ peers: a }: BgpAdvertisement, { peers: b }: BgpAdvertisement): boolean {
  const isOpen = [a, b].some(({ names, selectors }) => names.length === 0 || selectors.length > 0);
  return isOpen || a.names.some((name) => b.names.includes(name));
}

const ATTRIBUTES = ['localPref', 'prepend', 'med'] as const;
const DEFAULT_NAMES: Pick<FieldNames, 'localPref' | 'prepend' | 'med'> = {
  localPref: 'localPref',
  prepend: 'prepend',
  med: 'med',
};

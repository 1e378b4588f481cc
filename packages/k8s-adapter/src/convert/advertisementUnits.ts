import { attributesKey } from '../decide/nodeView.ts';
import type { AdvertisementScope, BgpAdvertisement, L2Advertisement } from '../model/advertisement.ts';
import type { Config } from '../model/cluster.ts';
import { byAge } from '../model/object.ts';
import type { Aged, ObjectRef } from '../model/object.ts';
import { isSelected } from '../model/selection.ts';
import { selectorKey } from '../model/selector.ts';
import { Names, objectNameLike } from './objectName.ts';

/** What one Advertisement object says: by BGP, on layer 2, or both. */
export interface Unit {
  readonly name: string;
  readonly from: readonly ObjectRef[];
  readonly scope: AdvertisementScope;
  readonly bgp: BgpAdvertisement | null;
  readonly layer2: L2Advertisement | null;
  /** Whether the object that says it stays as it is. */
  readonly isKept: boolean;
}

/** Advertisements of both kinds, the older first. */
export type Advertisements = Pick<Config, 'pools' | 'bgpAdvertisements' | 'l2Advertisements'>;

/**
 * Puts advertisements of both ways together where they have one name and one scope. The older goes first where two disagree,
 * and objects without an age are as old as their names say: so where it matters, all get names with numbers in this order.
 */
export function advertisementUnits(
  config: Advertisements,
  isKept: (ref: ObjectRef) => boolean,
): readonly Unit[] {
  const units: Unnamed[] = config.bgpAdvertisements.map((bgp) => ({
    from: [bgp.ref],
    scope: bgp,
    bgp,
    layer2: null,
    isKept: isKept(bgp.ref),
  }));
  let last = -1;
  for (const layer2 of config.l2Advertisements) {
    const index = units.findIndex((unit, at) => at > last && isPartner(unit, layer2, isKept(layer2.ref)));
    const partner = units[index];
    if (partner === undefined) {
      last++;
      units.splice(last, 0, {
        from: [layer2.ref],
        scope: layer2,
        bgp: null,
        layer2,
        isKept: isKept(layer2.ref),
      });
    } else {
      last = index;
      const from = sameRef(partner.scope.ref, layer2.ref) ? partner.from : [...partner.from, layer2.ref];
      units[index] = { ...partner, from, layer2 };
    }
  }
  return inNaturalOrder(units, config) ?? inNumberedOrder(units);
}

/** Objects of the target that do not stay as they are. */
export function replacedBy(
  units: readonly Unit[],
  isKept: (ref: ObjectRef) => boolean,
): readonly ObjectRef[] {
  return units.filter((unit) => !unit.isKept).flatMap(({ from }) => from.filter(isKept));
}

type Unnamed = Omit<Unit, 'name'>;

/** Two objects become one, or the two halves of one stay together. */
function isPartner(
  { scope, bgp, layer2, isKept }: Unnamed,
  other: L2Advertisement,
  isOtherKept: boolean,
): boolean {
  if (bgp === null || layer2 !== null) return false;
  return isKept || isOtherKept ? sameRef(scope.ref, other.ref) : isAlike(scope, other);
}

/** With the names that they have; `null` where their order would be another one that matters. */
function inNaturalOrder(units: readonly Unnamed[], { pools }: Advertisements): readonly Unit[] | null {
  const names = new Names(units.flatMap(({ isKept, scope }) => (isKept ? scope.name : [])));
  const named = units.map((unit) => ({
    ...unit,
    name: unit.isKept ? unit.scope.name : names.take(unit.scope.name, unit.bgp === null ? 'layer2' : ''),
  }));
  const isOutOfOrder = named.some((unit, index) =>
    named
      .slice(index + 1)
      .some((later) => byAge(agedAs(later), agedAs(unit)) < 0 && disagree(unit, later, pools)),
  );
  return isOutOfOrder ? null : named;
}

function agedAs({ name, isKept, scope: { ref, createdAt } }: Unit): Aged {
  return isKept ? { ref, createdAt } : { ref: { ...ref, name }, createdAt: null };
}

function inNumberedOrder(units: readonly Unnamed[]): readonly Unit[] {
  const width = String(units.length).length;
  return units.map((unit, index) => {
    const number = String(index + 1).padStart(width, '0');
    return { ...unit, name: `${number}-${objectNameLike(unit.scope.name)}`, isKept: false };
  });
}

/** Whether it matters which of the two is the older. */
function disagree(a: Unnamed, b: Unnamed, pools: Config['pools']): boolean {
  const isShared = pools.some((pool) => isSelected(a.scope.pools, pool) && isSelected(b.scope.pools, pool));
  if (!isShared) return false;
  const single = ({ bgp }: Unnamed): string =>
    bgp === null ? '' : attributesKey({ ...bgp.attributes, communities: [] });
  const policy = ({ layer2 }: Unnamed): string => (layer2 === null ? '' : JSON.stringify(layer2.election));
  const byBgp = a.bgp !== null && b.bgp !== null && single(a) !== single(b);
  return byBgp || (a.layer2 !== null && b.layer2 !== null && policy(a) !== policy(b));
}

function isAlike(a: AdvertisementScope, b: AdvertisementScope): boolean {
  return a.name === b.name && scopeKey(a) === scopeKey(b);
}

function scopeKey({ pools, namespaces, serviceSelectors, nodeSelectors }: AdvertisementScope): string {
  const lists = [pools.names, namespaces];
  const selectors = [pools.selectors, serviceSelectors, nodeSelectors].map((each) => each.map(selectorKey));
  return JSON.stringify([lists, selectors]);
}

function sameRef(a: ObjectRef, b: ObjectRef): boolean {
  return a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;
}

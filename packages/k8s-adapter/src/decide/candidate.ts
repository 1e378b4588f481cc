import type { Labels } from '../model/object.ts';
import type { Audience, Pool } from '../model/pool.ts';
import { selectsAny } from '../model/selector.ts';
import type { LabelSelector } from '../model/selector.ts';
import type { Service } from '../model/service.ts';
import { verdict } from './reason.ts';
import type { Verdict } from './reason.ts';

/** The labels of a namespace by its name; one that nobody has described has the label that every namespace has. */
export type NamespaceLabels = (namespace: string) => Labels;

/** Why the pool may not serve a Service that asks for it, by name or by address, or `null`. */
export function refusalToAsked(pool: Pool, service: Service, labelsOf: NamespaceLabels): Verdict | null {
  if (pool.disabled) return verdict('poolDisabled', { pool: pool.name });
  return refusalToHolder(pool, service, labelsOf);
}

/** Why a Service may not even keep an address of the pool, or `null`. */
export function refusalToHolder(pool: Pool, service: Service, labelsOf: NamespaceLabels): Verdict | null {
  if (lacksOptIn(pool, service)) return needsOptIn(pool);
  return pool.reservedFor?.isEnforced === true
    ? audienceRefusal(pool, pool.reservedFor, service, labelsOf)
    : null;
}

/** Why the pool may not serve a Service that asks for nothing in particular, or `null`. */
export function refusalToUnasked(pool: Pool, service: Service, labelsOf: NamespaceLabels): Verdict | null {
  if (pool.disabled) return verdict('poolDisabled', { pool: pool.name });
  if (lacksOptIn(pool, service)) return needsOptIn(pool);
  if (pool.isDefault) return null;
  if (!pool.autoAssign) return verdict('poolNotAutomatic', { pool: pool.name });
  return pool.reservedFor === null ? null : audienceRefusal(pool, pool.reservedFor, service, labelsOf);
}

/**
 * The pools that may serve a Service that asks for nothing, in the order in which they are tried: those reserved for it, or
 * else the default ones, then those open to all.
 */
export function automaticPools(
  pools: readonly Pool[],
  service: Service,
  labelsOf: NamespaceLabels,
): readonly Pool[] {
  const willing = pools.filter((pool) => refusalToUnasked(pool, service, labelsOf) === null);
  const isReserved = ({ reservedFor }: Pool): boolean =>
    reservedFor !== null && isAddressed(reservedFor, service, labelsOf);
  const reserved = willing.filter(isReserved);
  const defaults = reserved.length === 0 ? willing.filter(({ isDefault }) => isDefault) : [];
  const open = willing.filter(({ reservedFor, isDefault }) => reservedFor === null && !isDefault);
  return [...reserved.sort(byPriority), ...defaults.sort(byPriority), ...open.sort(byPriority)];
}

function isAddressed(audience: Audience, service: Service, labelsOf: NamespaceLabels): boolean {
  return namesNamespace(audience, service.namespace, labelsOf) && namesService(audience, service);
}

/** Whether the lists of a pool or quota name the namespace; two empty lists name all. */
export function namesNamespace(
  lists: {
    readonly namespaces: readonly string[];
    readonly namespaceSelectors: readonly LabelSelector[];
  },
  namespace: string,
  labelsOf: NamespaceLabels,
): boolean {
  const { namespaces, namespaceSelectors } = lists;
  if (namespaces.length === 0 && namespaceSelectors.length === 0) return true;
  return namespaces.includes(namespace) || selectsAny(namespaceSelectors, labelsOf(namespace));
}

function namesService({ serviceSelectors }: Audience, { labels }: Service): boolean {
  return serviceSelectors.length === 0 || selectsAny(serviceSelectors, labels);
}

function audienceRefusal(
  pool: Pool,
  audience: Audience,
  service: Service,
  labelsOf: NamespaceLabels,
): Verdict | null {
  if (!namesNamespace(audience, service.namespace, labelsOf)) {
    return verdict('poolNotForNamespace', { pool: pool.name, namespace: service.namespace });
  }
  return namesService(audience, service) ? null : verdict('poolNotForService', { pool: pool.name });
}

function lacksOptIn(pool: Pool, service: Service): boolean {
  return pool.optIn !== null && pool.optIn !== service.optIn;
}

function needsOptIn(pool: Pool): Verdict {
  return verdict('poolNeedsOptIn', { pool: pool.name, annotation: 'lb.kubesphere.io/v1alpha1: openelb' });
}

function byPriority(a: Pool, b: Pool): number {
  return (a.priority ?? Infinity) - (b.priority ?? Infinity) || (a.name < b.name ? -1 : 1);
}

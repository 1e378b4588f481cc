import { ANNOTATIONS, OPENELB } from '../dialect/core/annotation.ts';
import { isJsonObject } from '../dialect/source.ts';
import type { JsonObject } from '../dialect/source.ts';
import type { Service } from '../model/service.ts';
import type { Target } from './conversion.ts';
import type { LossList } from './metallb/lossList.ts';

/** A Service with the annotations of the target; `null` where it has none of others. */
export function rewrittenService(
  content: JsonObject,
  service: Service,
  target: Target,
  pools: ReadonlyMap<string, string>,
  losses: LossList,
): JsonObject | null {
  const metadata = isJsonObject(content['metadata']) ? content['metadata'] : {};
  const given = isJsonObject(metadata['annotations']) ? metadata['annotations'] : {};
  const annotations = new Map(Object.entries(given));
  if (target === 'metallb') translateOpenelb(service, annotations, losses);
  for (const [thing, names] of Object.entries(SHARED)) {
    const [effective] = names.filter((name) => isSaid(annotations.get(name)));
    const value = annotations.get(effective ?? '');
    for (const name of names) annotations.delete(name);
    if (effective === undefined) continue;
    annotations.set(
      names[target === 'fairlead' ? 0 : 1],
      thing === 'pools' ? renamedPools(String(value), pools) : value,
    );
  }
  if (target === 'metallb') noteLosses(service, annotations, losses);
  const before = JSON.stringify(Object.entries(given).sort());
  if (JSON.stringify([...annotations].sort()) === before) return null;
  const rewritten = { ...metadata, annotations: Object.fromEntries(annotations) };
  return { ...content, metadata: rewritten };
}

/** What a Service asks of OpenELB, in the words of MetalLB. */
function translateOpenelb(
  { optIn, request, sharing }: Service,
  annotations: Map<string, unknown>,
  losses: LossList,
): void {
  if (optIn !== 'openelb') return;
  const moves = [
    [OPENELB.address, ANNOTATIONS.addresses],
    [OPENELB.pool, ANNOTATIONS.pools],
  ] as const;
  for (const [from, names] of moves) {
    const [value] = from.map((name) => annotations.get(name)).filter(isSaid);
    if (value !== undefined && !names.some((name) => isSaid(annotations.get(name))))
      annotations.set(names[1], value);
  }
  losses.when(
    sharing?.kind === 'onRequest' && request.addresses.length > 0,
    OPENELB.address[0],
    `lets Services share an address without a key there; give them the same ${ANNOTATIONS.sharingKey[1]}`,
  );
  for (const name of Object.values(OPENELB).flat()) annotations.delete(name);
}

function noteLosses({ request }: Service, annotations: Map<string, unknown>, losses: LossList): void {
  const { claim, count, addresses, pools } = request;
  losses.when(claim !== null, ANNOTATIONS.claim);
  losses.when(count > 1, ANNOTATIONS.count);
  losses.when(pools.length > 1, ANNOTATIONS.pools[0], 'names several pools; there it names one');
  const families = addresses.map((address) => address.includes(':'));
  losses.when(
    new Set(families).size < families.length,
    ANNOTATIONS.addresses[0],
    'names several addresses of one family; there it names one of each',
  );
  for (const name of [ANNOTATIONS.claim, ANNOTATIONS.count]) annotations.delete(name);
}

function renamedPools(value: string, pools: ReadonlyMap<string, string>): string {
  return value
    .split(',')
    .map((name) => pools.get(name.trim()) ?? name)
    .join(',');
}

function isSaid(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

/** Annotations that both have; the first name is ours, the second MetalLB's. */
const { addresses, pools, sharingKey, allocatedFrom } = ANNOTATIONS;
const SHARED = { addresses, pools, sharingKey, allocatedFrom };

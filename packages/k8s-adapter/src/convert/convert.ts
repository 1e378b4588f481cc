import type { Translation } from '../dialect/assemble/index.ts';
import { isMetallbConfig } from '../dialect/metallbConfigmap/index.ts';
import { readObject, refOf } from '../dialect/metadata.ts';
import { isClusterScoped, readerOf } from '../dialect/registry.ts';
import { isJsonObject } from '../dialect/source.ts';
import type { JsonObject, SourceObject } from '../dialect/source.ts';
import { formatRef, objectKey } from '../model/object.ts';
import type { ObjectRef } from '../model/object.ts';
import type { Conversion, Loss, Manifest, Rewritten, Target } from './conversion.ts';
import { withoutDialectLabel } from './kept.ts';
import { LossList } from './metallb/lossList.ts';
import { rewrittenService } from './service.ts';
import { toFairlead } from './toFairlead.ts';
import { toMetallb } from './toMetallb.ts';
import { withValidNames } from './validNames.ts';

export interface ConvertOptions {
  readonly to: Target;
  /** Where objects of metallb.io go. */
  readonly namespace: string;
  /** Whether objects that need no change are answered too. */
  readonly all: boolean;
}

/** Rewrites configuration and Services to the words of one product, so that they mean the same. */
export function convert(
  sources: readonly SourceObject[],
  { cluster, problems, passwords }: Translation,
  { to, namespace, all }: ConvertOptions,
): Conversion {
  const kept = keptObjects(sources, to);
  const { config, pools, losses: renames } = withValidNames(withoutDialectLabel(cluster.config));
  const isKept = (ref: ObjectRef): boolean => kept.has(formatRef(ref));
  const written =
    to === 'fairlead'
      ? toFairlead(config, passwords, isKept)
      : toMetallb(config, passwords, namespace, isKept);
  const replaced = new Set(written.replaced.map(formatRef));
  const losses: Loss[] = [
    ...problems.flatMap(({ code, object, field, message }) =>
      code === 'notSupported' ? [{ object, feature: field, message }] : [],
    ),
    ...renames,
    ...written.losses,
  ];
  const services = new Map(cluster.services.map((service) => [service.key, service]));
  const others = sources.flatMap((source): readonly Rewritten[] => {
    const ref = refOf(source, isClusterScoped);
    if (ref === null || !isManifest(source.content)) return [];
    const { kind, name } = ref;
    const from = [{ kind, namespace: ref.namespace, name }];
    const unchanged = all ? [{ object: source.content, from }] : [];
    if (kept.has(formatRef(ref)))
      return replaced.has(formatRef(ref)) ? [] : [{ object: source.content, from }];
    if (isConfiguration(source) || kind === 'Secret') return [];
    const service =
      kind === 'Service' ? services.get(objectKey(ref.namespace ?? 'default', name)) : undefined;
    if (service?.type !== 'LoadBalancer') return unchanged;
    const rewritten = rewrittenService(
      source.content,
      service,
      to,
      pools,
      new LossList(from[0] ?? ref, losses),
    );
    return isManifest(rewritten) ? [{ object: rewritten, from }] : unchanged;
  });
  return { objects: [...written.objects, ...others], losses };
}

/** Objects that are of the target as they stand, by the reference that the model has of them. */
function keptObjects(sources: readonly SourceObject[], to: Target): ReadonlyMap<string, Manifest> {
  const kept = new Map<string, Manifest>();
  for (const source of sources) {
    const ref = refOf(source, isClusterScoped);
    if (ref !== null && isOfTarget(ref.apiVersion, ref.kind, to) && isManifest(source.content)) {
      kept.set(formatRef(ref), source.content);
    }
  }
  return kept;
}

function isOfTarget(apiVersion: string, kind: string, to: Target): boolean {
  const isRead = readerOf(apiVersion, kind)?.dialect === to;
  return isRead && !RETIRED.has(`${apiVersion} ${kind}`) && !STATUS_KINDS.has(kind);
}

function isConfiguration(source: SourceObject): boolean {
  const object = readObject(source, isClusterScoped, []);
  if (object === null) return false;
  const isOld = object.kind === 'ConfigMap' && isMetallbConfig(object);
  return isOld || readerOf(object.apiVersion, object.kind)?.isConfig === true;
}

function isManifest(content: unknown): content is Manifest & JsonObject {
  return (
    isJsonObject(content) &&
    isJsonObject(content['metadata']) &&
    typeof content['metadata']['name'] === 'string'
  );
}

const RETIRED: ReadonlySet<string> = new Set([
  'metallb.io/v1alpha1 AddressPool',
  'metallb.io/v1beta1 AddressPool',
  'metallb.io/v1beta1 BGPPeer',
]);
const STATUS_KINDS: ReadonlySet<string> = new Set([
  'Speaker',
  'MetalLB',
  'ServiceL2Status',
  'ServiceBGPStatus',
  'ConfigurationState',
]);

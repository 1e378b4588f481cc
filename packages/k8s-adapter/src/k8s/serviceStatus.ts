import type { ApiClient } from './client.ts';
import { objectPath } from './resource.ts';
import type { Resource } from './resource.ts';

export const SERVICE: Resource = {
  group: '',
  version: 'v1',
  plural: 'services',
  kind: 'Service',
  namespaced: true,
};

/** What a Service says in public of the addresses that it has. */
export interface ServiceStatus {
  readonly addresses: readonly string[];
  /** Whether it has them, and the reason in one word and in a sentence; `null` says nothing. */
  readonly condition: Condition | null;
  /** Annotations of ours; `null` removes one. */
  readonly annotations: Readonly<Record<string, string | null>>;
}

export interface Condition {
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

/** The same as it stands in the object, with what only the API server knows. */
export interface FoundStatus {
  readonly ingress: readonly Ingress[];
  readonly condition: (Condition & { readonly lastTransitionTime: string }) | null;
  readonly annotations: Readonly<Record<string, string>>;
  readonly uid: string;
  readonly resourceVersion: string;
}

export interface Ingress {
  readonly ip?: string;
  readonly ipMode?: string;
  readonly hostname?: string;
}

/** A strategic merge patch of the status subresource. */
export interface StatusPatch {
  readonly metadata: {
    readonly uid: string;
    readonly resourceVersion: string;
    readonly annotations?: Readonly<Record<string, string | null>>;
  };
  readonly status?: {
    readonly loadBalancer?: { readonly ingress: readonly Ingress[] | null };
    readonly conditions?: readonly Readonly<Record<string, unknown>>[];
  };
}

export function readServiceStatus(content: Readonly<Record<string, unknown>>): FoundStatus {
  const { metadata, status } = content as unknown as ServiceOnTheWire;
  const ours = status?.conditions?.find(({ type }) => type === CONDITION);
  return {
    ingress: status?.loadBalancer?.ingress ?? [],
    condition:
      ours === undefined
        ? null
        : {
            status: ours.status === 'True' ? 'True' : 'False',
            reason: ours.reason ?? '',
            message: ours.message ?? '',
            lastTransitionTime: ours.lastTransitionTime ?? '',
          },
    annotations: metadata.annotations ?? {},
    uid: metadata.uid ?? '',
    resourceVersion: metadata.resourceVersion ?? '',
  };
}

/** What must be written so that the Service says what it should, or `null` where it does already. */
export function statusPatch(found: FoundStatus, wanted: ServiceStatus, time: string): StatusPatch | null {
  const ingress = sameAddresses(found.ingress, wanted.addresses)
    ? undefined
    : wanted.addresses.map((ip) => ({ ip, ipMode: VIP }));
  const condition = conditionPatch(found.condition, wanted.condition, time);
  const annotations = changedAnnotations(found.annotations, wanted.annotations);
  if (ingress === undefined && condition === undefined && annotations === undefined) return null;
  const status = {
    ...(ingress !== undefined && { loadBalancer: { ingress: ingress.length === 0 ? null : ingress } }),
    ...(condition !== undefined && { conditions: [condition] }),
  };
  return {
    metadata: {
      uid: found.uid,
      resourceVersion: found.resourceVersion,
      ...(annotations !== undefined && { annotations }),
    },
    ...(Object.keys(status).length > 0 && { status }),
  };
}

/** Writes a patch in one request; refused where the Service changed since it was read. */
export async function patchServiceStatus(
  api: ApiClient,
  namespace: string,
  name: string,
  patch: StatusPatch,
): Promise<void> {
  await api.request({
    method: 'PATCH',
    path: `${objectPath(SERVICE, namespace, name)}/status`,
    body: patch,
    contentType: 'application/strategic-merge-patch+json',
  });
}

/** The API server fills in `ipMode: VIP`, so both forms say the same. */
function sameAddresses(found: readonly Ingress[], wanted: readonly string[]): boolean {
  return (
    found.length === wanted.length &&
    found.every(
      ({ ip, ipMode = VIP, hostname }, index) =>
        ip === wanted[index] && ipMode === VIP && (hostname ?? '') === '',
    )
  );
}

function conditionPatch(
  found: FoundStatus['condition'],
  wanted: Condition | null,
  time: string,
): Readonly<Record<string, unknown>> | undefined {
  if (wanted === null) return found === null ? undefined : { type: CONDITION, $patch: 'delete' };
  const isSame =
    found?.status === wanted.status && found.reason === wanted.reason && found.message === wanted.message;
  if (isSame) return undefined;
  const lastTransitionTime = found?.status === wanted.status ? found.lastTransitionTime : time;
  return { type: CONDITION, ...wanted, lastTransitionTime };
}

function changedAnnotations(
  found: Readonly<Record<string, string>>,
  wanted: ServiceStatus['annotations'],
): Readonly<Record<string, string | null>> | undefined {
  const changed = Object.entries(wanted).filter(([name, value]) => (found[name] ?? null) !== value);
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

const CONDITION = 'fairlead.dev/AddressAssigned';
const VIP = 'VIP';

interface ServiceOnTheWire {
  readonly metadata: {
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly status?: {
    readonly loadBalancer?: { readonly ingress?: readonly Ingress[] };
    readonly conditions?: readonly {
      readonly type: string;
      readonly status?: string;
      readonly reason?: string;
      readonly message?: string;
      readonly lastTransitionTime?: string;
    }[];
  };
}

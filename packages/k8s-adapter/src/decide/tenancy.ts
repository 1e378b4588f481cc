import type { IpAddress } from '@fairlead/inet';
import type { ObjectKey } from '../model/object.ts';
import type { Service, ServicePort } from '../model/service.ts';
import { claimKey } from './claim.ts';
import { verdict } from './reason.ts';
import type { Verdict } from './reason.ts';

/** Who holds one address. */
export interface Tenancy {
  pool: string;
  readonly tenants: Map<ObjectKey, Service>;
  /** The AddressClaim that reserves the address. */
  claim: { readonly key: ObjectKey; readonly namespace: string } | null;
}

/** Why the Service may not join the tenants of the address, or `null`. */
export function refusal(address: IpAddress, tenancy: Tenancy, service: Service): Verdict | null {
  if (tenancy.claim !== null && tenancy.claim.key !== claimOf(service)) {
    return verdict('addressClaimed', { address, claim: tenancy.claim.key });
  }
  for (const [key, tenant] of tenancy.tenants) {
    if (key === service.key || claimOf(tenant) === service.key) continue;
    const reason = sharingRefusal(address, tenant, service);
    if (reason !== null) return reason;
  }
  return null;
}

/** `TCP 80` */
export function formatPort({ protocol, port }: ServicePort): string {
  return `${protocol} ${port}`;
}

function sharingRefusal(address: IpAddress, tenant: Service, service: Service): Verdict | null {
  const holder = tenant.key;
  const theirs = tenant.sharing;
  const ours = service.sharing;
  if (theirs === null) return verdict('addressInUse', { address, holder });
  if (ours === null) return verdict('sharingNotAsked', { address, holder });
  if (keyOf(theirs) !== keyOf(ours)) {
    return verdict('sharingKeyDiffers', { address, holder, theirs: keyOf(theirs), ours: keyOf(ours) });
  }
  const clash = service.ports.find(({ protocol, port }) =>
    tenant.ports.some((other) => other.port === port && other.protocol === protocol),
  );
  if (clash !== undefined) return verdict('sharedPortInUse', { port: formatPort(clash), address, holder });
  if (backendOf(tenant) !== backendOf(service)) return verdict('sharedBackendsDiffer', { address, holder });
  return null;
}

function claimOf({ namespace, request }: Service): ObjectKey | null {
  return request.claim === null ? null : claimKey(namespace, request.claim);
}

function keyOf(sharing: NonNullable<Service['sharing']>): string {
  return sharing.kind === 'key' ? `"${sharing.key}"` : 'an address asked for by name';
}

/** With externalTrafficPolicy Cluster every node reaches every pod, so the pods do not matter. */
function backendOf({ externalTrafficPolicy, backend }: Service): string {
  return externalTrafficPolicy === 'Local' ? `Local ${backend}` : 'Cluster';
}

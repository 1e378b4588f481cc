import { millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import type { KubernetesObject } from './object.ts';
import type { Resource } from './resource.ts';

export const LEASE: Resource = {
  group: 'coordination.k8s.io',
  version: 'v1',
  plural: 'leases',
  kind: 'Lease',
  namespaced: true,
};

/** Who holds a Lease and for how long without renewing it. */
export interface LeaseRecord {
  /** `null` where it was released. */
  readonly holder: string | null;
  readonly duration: Millis;
  /** Changes with each renewal; only ever compared for equality, as clocks differ between machines. */
  readonly renewTime: string;
  readonly acquireTime: string;
  readonly transitions: number;
}

export function parseLease(object: KubernetesObject): LeaseRecord {
  const spec = (object['spec'] ?? {}) as SpecOnTheWire;
  return {
    holder: spec.holderIdentity === undefined || spec.holderIdentity === '' ? null : spec.holderIdentity,
    duration: millis((spec.leaseDurationSeconds ?? 0) * 1000),
    renewTime: spec.renewTime ?? '',
    acquireTime: spec.acquireTime ?? '',
    transitions: spec.leaseTransitions ?? 0,
  };
}

export function formatLease(record: LeaseRecord): SpecOnTheWire {
  return {
    holderIdentity: record.holder ?? '',
    leaseDurationSeconds: roundedUp(record.duration) / 1000,
    renewTime: record.renewTime,
    acquireTime: record.acquireTime,
    leaseTransitions: record.transitions,
  };
}

/** A duration that a Lease can have: whole seconds. */
export function roundedUp(duration: Millis): Millis {
  return millis(Math.max(1, Math.ceil(duration / 1000)) * 1000);
}

/** A time as Leases have it (MicroTime). */
export function microTime(date: Date): string {
  return date.toISOString().replace('Z', '000Z');
}

interface SpecOnTheWire {
  readonly holderIdentity?: string;
  readonly leaseDurationSeconds?: number;
  readonly renewTime?: string;
  readonly acquireTime?: string;
  readonly leaseTransitions?: number;
}

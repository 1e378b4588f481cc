import type { Drafts } from '../drafts.ts';
import type { KubernetesObject } from '../metadata.ts';

/** Namespace v1. */
export function readNamespace(object: KubernetesObject, drafts: Drafts): void {
  const labels = { 'kubernetes.io/metadata.name': object.name, ...object.labels };
  drafts.namespaces.push({ name: object.name, labels });
}

/** Secret v1. Its values go nowhere but to the session that needs them. */
export function readSecret(object: KubernetesObject, drafts: Drafts): void {
  const data = new Map<string, string>();
  const encoded = object.fields.objectOrEmpty('data');
  for (const key of encoded.names())
    data.set(key, Buffer.from(encoded.text(key) ?? '', 'base64').toString('utf8'));
  for (const [key, value] of Object.entries(object.fields.map('stringData'))) data.set(key, value);
  const type = object.fields.text('type') ?? 'Opaque';
  drafts.secrets.set(`${object.namespace}/${object.name}`, { type, data });
}

/** ServiceCIDR networking.k8s.io/v1 and v1beta1. */
export function readServiceCidr(object: KubernetesObject, drafts: Drafts): void {
  drafts.serviceCidrs.push(...object.fields.objectOrEmpty('spec').texts('cidrs'));
}

/** A Kubernetes object as it comes; what its kind means is for the dialects to say. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
}

/** An object with which this one goes. */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

/** `namespace/name`, or the name alone where the kind has no namespaces. */
export function objectKey({ metadata }: KubernetesObject): string {
  return metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
}

/** An object out of an answer of the API server, where items of a list do not repeat what they are. */
export function parseObject(value: unknown, apiVersion: string, kind: string): KubernetesObject {
  const object = value as KubernetesObject;
  if (!isNamed(value)) {
    throw new TypeError(`the API server sent a ${kind} without metadata.name`);
  }
  return object.kind === kind && object.apiVersion === apiVersion ? object : { ...object, apiVersion, kind };
}

function isNamed(value: unknown): boolean {
  const { metadata } = (value ?? {}) as { readonly metadata?: { readonly name?: unknown } };
  return typeof metadata?.name === 'string';
}

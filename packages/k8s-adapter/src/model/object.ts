/** Which object of which kind; `namespace` is `null` for kinds that have none. */
export interface ObjectRef {
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
}

/** The labels of an object, as Kubernetes has them. */
export type Labels = Readonly<Record<string, string>>;

/** `namespace/name`, the key of a namespaced object. */
export type ObjectKey = string;

export function objectKey(namespace: string, name: string): ObjectKey {
  return `${namespace}/${name}`;
}

/** `namespace/name`, or the name alone where the kind has no namespaces. */
export function refKey({ namespace, name }: Pick<ObjectRef, 'namespace' | 'name'>): string {
  return namespace === null ? name : objectKey(namespace, name);
}

/** `Kind namespace/name`, for people. */
export function formatRef({ kind, namespace, name }: ObjectRef): string {
  return namespace === null ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

/** When an object was made, and what it is called: all that decides which of two is the older. */
export interface Aged {
  readonly ref: ObjectRef;
  /** RFC 3339, or `null` for an object that no API server has seen. */
  readonly createdAt: string | null;
}

/** The older first, those without a time last; then by name, then by namespace. */
export function byAge(a: Aged, b: Aged): number {
  return (
    compareText(a.createdAt ?? NEVER, b.createdAt ?? NEVER) ||
    compareText(a.ref.name, b.ref.name) ||
    compareText(a.ref.namespace ?? '', b.ref.namespace ?? '') ||
    compareText(a.ref.kind, b.ref.kind)
  );
}

/** Orders texts by their code units, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const NEVER = '~';

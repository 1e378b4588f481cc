/** A kind of the Kubernetes API. */
export interface TypeReference {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Names an object; an object names itself. */
export interface Reference extends TypeReference {
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** An object, as far as all objects are alike. */
export interface KubernetesObject extends Reference {
  readonly metadata: Reference['metadata'] & {
    readonly resourceVersion?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

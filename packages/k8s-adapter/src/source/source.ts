/** Names an object among all objects of a source. */
export interface ObjectId {
  readonly apiVersion: string;
  readonly kind: string;
  /** `namespace/name`, or the name alone where the kind has no namespaces. */
  readonly key: string;
}

/** Takes objects as they come, change and go. */
export interface ObjectSink {
  /** An object that is new, or other than it was; `origin` names its document, `null` stands for an API server. */
  readonly put: (id: ObjectId, content: Readonly<Record<string, unknown>>, origin: string | null) => void;
  readonly remove: (id: ObjectId) => void;
  /** Once: everything that was there at the start has been put. */
  readonly synced: () => void;
}

/** Where objects come from: an API server, or a folder of manifests. */
export interface ObjectSource {
  /** Fills the sink and keeps it right until the signal. */
  readonly run: (sink: ObjectSink, signal: AbortSignal) => Promise<void>;
}

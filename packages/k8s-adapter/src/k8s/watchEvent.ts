/** One page of a list (Kubernetes API concepts, "Retrieving large results sets in chunks"). */
export interface Page {
  readonly items: readonly unknown[];
  readonly resourceVersion: string;
  /** Asks for the page after this; `null` on the last. */
  readonly continue: string | null;
}

/** One line of a watch. */
export type WatchEvent =
  | { readonly kind: 'upsert'; readonly object: unknown; readonly resourceVersion: string }
  | { readonly kind: 'remove'; readonly object: unknown; readonly resourceVersion: string }
  | { readonly kind: 'bookmark'; readonly resourceVersion: string }
  | { readonly kind: 'error'; readonly code: number; readonly reason: string; readonly message: string };

export function parsePage(value: unknown): Page {
  const list = value as ListOnTheWire | null;
  const resourceVersion = list?.metadata?.resourceVersion;
  if (resourceVersion === undefined) throw new TypeError('the API server sent a list without a version');
  const next = list?.metadata?.continue ?? '';
  return { items: list?.items ?? [], resourceVersion, continue: next === '' ? null : next };
}

export function parseWatchEvent(value: unknown): WatchEvent {
  const { type, object } = value as EventOnTheWire;
  if (type === 'ERROR') {
    const { code = 0, reason = '', message = 'no message' } = object;
    return { kind: 'error', code, reason, message };
  }
  const resourceVersion = object.metadata?.resourceVersion;
  if (resourceVersion === undefined) throw new TypeError(`the API server sent ${type} without a version`);
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
      return { kind: 'upsert', object, resourceVersion };
    case 'DELETED':
      return { kind: 'remove', object, resourceVersion };
    case 'BOOKMARK':
      return { kind: 'bookmark', resourceVersion };
    default:
      throw new TypeError(`the API server sent a watch event of type ${JSON.stringify(type)}`);
  }
}

interface ListOnTheWire {
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items?: readonly unknown[] | null;
}

interface EventOnTheWire {
  readonly type: string;
  readonly object: {
    readonly metadata?: { readonly resourceVersion?: string };
    readonly code?: number;
    readonly reason?: string;
    readonly message?: string;
  };
}

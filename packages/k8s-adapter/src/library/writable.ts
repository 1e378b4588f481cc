/** A Map that `JSON.stringify` writes; of others it writes nothing. */
export type WritableMap<K, V, Document> = ReadonlyMap<K, V> & { readonly toJSON: () => Document };

export function writable<K, V, Document>(
  map: ReadonlyMap<K, V>,
  document: (map: ReadonlyMap<K, V>) => Document,
): WritableMap<K, V, Document> {
  return Object.assign(new Map(map), { toJSON: () => document(map) });
}

/** The steps of a field path like `spec.addresses[0]` or `metadata.annotations."a.b/c"`. */
export function stepsOf(field: string): readonly (string | number)[] {
  return [...field.matchAll(/"([^"]*)"|\[(\d+)\]|([^.[\]"]+)/g)].map(([, quoted, index, name]) =>
    index === undefined ? (quoted ?? name ?? '') : Number(index),
  );
}

/** The end of a sentence about a name that does not exist: the one that was probably meant. */
export function suggestion(name: string, known: readonly string[]): string {
  const close = known.find((each) => distance(each.toLowerCase(), name.toLowerCase()) <= 2);
  return close === undefined ? '; --help lists them all' : `; do you mean ${close}?`;
}

/** How many letters must be added, removed or replaced to make one text of the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [index, letter] of Array.from(a).entries()) {
    const next = [index + 1];
    for (const [column, other] of Array.from(b).entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

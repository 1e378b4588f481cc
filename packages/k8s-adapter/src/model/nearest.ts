/** The known name that was probably meant by one that is not known; `null` where none is like it. */
export function nearest(name: string, known: Iterable<string>): string | null {
  const wanted = name.toLowerCase();
  const most = Math.min(2, Math.floor(wanted.length / 3));
  const ranked = [...known].map((each) => ({ each, apart: distance(each.toLowerCase(), wanted) }));
  const [best] = ranked.filter(({ apart }) => apart <= most).sort((a, b) => a.apart - b.apart);
  return best?.each ?? ranked.find(({ each }) => beginsLike(each.toLowerCase(), wanted))?.each ?? null;
}

/** `; do you mean NAME?`, or nothing. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const found = nearest(name, known);
  return found === null ? '' : `; do you mean ${found}?`;
}

function beginsLike(known: string, name: string): boolean {
  return name.length >= 4 && known.startsWith(name);
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

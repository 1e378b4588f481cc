/** A name that a Kubernetes object can have, as like to the text as can be (RFC 1123). */
export function objectNameLike(text: string): string {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, 253);
  return name === '' ? 'unnamed' : name;
}

/** Gives names, each once: what is taken gets an ending. */
export class Names {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  take(wanted: string, ending = ''): string {
    const base = objectNameLike(wanted);
    let name = base;
    for (let count = 1; this.#taken.has(name); count++) {
      name =
        count === 1 && ending !== '' ? `${base}-${ending}` : `${base}-${count + (ending === '' ? 1 : 0)}`;
    }
    this.#taken.add(name);
    return name;
  }
}

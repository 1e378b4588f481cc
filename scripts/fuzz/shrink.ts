/** A shorter input that shows the same fault, as far as some thousand attempts find one. */
export function shrink(input: Uint8Array, isSameFault: (candidate: Uint8Array) => boolean): Uint8Array {
  let shortest = input;
  let attempts = 0;
  for (
    let size = Math.ceil(input.length / 2);
    size >= 1 && attempts < MOST_ATTEMPTS;
    size = Math.floor(size / 2)
  ) {
    for (let at = 0; at < shortest.length && attempts < MOST_ATTEMPTS; attempts++) {
      const candidate = Uint8Array.of(...shortest.subarray(0, at), ...shortest.subarray(at + size));
      if (isSameFault(candidate)) shortest = candidate;
      else at += size;
    }
  }
  return shortest;
}

const MOST_ATTEMPTS = 5000;

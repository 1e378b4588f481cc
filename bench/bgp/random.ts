/** Whole numbers from 0 to below what is asked, the same for the same seed. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    // The upper bits are the better ones.
    return Math.floor((state / 2 ** 32) * below);
  };
}

import type { Random } from '@fairlead/testing';

/** The generator splitmix32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return {
    below(end: number): number {
      state = (state + 0x9e3779b9) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      return ((mixed ^ (mixed >>> 15)) >>> 0) % end;
    },
  };
}

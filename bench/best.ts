/** The shortest of several passes, in seconds: what else the machine does can only lengthen one. */
export function bestOf(passes: number, pass: () => void): number {
  let best = Infinity;
  for (let i = 0; i < passes; i++) {
    const start = performance.now();
    pass();
    best = Math.min(best, (performance.now() - start) / 1000);
  }
  return best;
}

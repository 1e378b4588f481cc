/** In milliseconds. */
export function timed(act: () => unknown): number {
  const start = performance.now();
  act();
  return performance.now() - start;
}

/** The same, and how much of it the thread computed, which the load of the machine changes less. */
export function spent(act: () => unknown): { readonly wall: number; readonly cpu: number } {
  const before = process.threadCpuUsage();
  const wall = timed(act);
  const { user, system } = process.threadCpuUsage(before);
  return { wall, cpu: (user + system) / 1000 };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

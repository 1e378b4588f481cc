import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again until `probe` neither throws nor answers `null`; after `within` milliseconds its last error is thrown. */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | null> | T | null,
  { within = 10_000, every = 50 }: { readonly within?: number; readonly every?: number } = {},
): Promise<T> {
  const end = performance.now() + within;
  for (;;) {
    let cause: unknown;
    try {
      const answer = await probe();
      if (answer !== null) return answer;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= end) throw new Error(`${what}: not within ${within} ms`, { cause });
    await sleep(every);
  }
}

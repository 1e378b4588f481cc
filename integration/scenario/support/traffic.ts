import type { Attempt, Client } from '../../lab/index.ts';
import { wait } from './wait.ts';

/** Waits until a client has asked again as often as given, and gives those attempts that it began from now on. */
export async function attemptsFromNow(client: Client, count: number): Promise<readonly Attempt[]> {
  const from = Date.now();
  return await wait(`${count} more requests`, () => {
    const attempts = client.attempts().filter(({ at }) => at >= from);
    return attempts.length >= count ? attempts : null;
  });
}

/** Those that nobody answered. */
export function unanswered(attempts: readonly Attempt[]): readonly Attempt[] {
  return attempts.filter(({ backend }) => backend === null);
}

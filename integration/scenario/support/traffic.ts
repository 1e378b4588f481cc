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

/**
 * Those that nobody answered. A connection that was open while its flow moved to another node is reset there, whoever moves it:
 * that node has heard nothing of it, and at once there is an answer to the next attempt.
 */
export function unanswered(attempts: readonly Attempt[]): readonly Attempt[] {
  return attempts.filter(({ backend, error }) => backend === null && error !== MOVED);
}

const MOVED = 'read ECONNRESET';

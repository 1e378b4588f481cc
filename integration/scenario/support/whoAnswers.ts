import { ask } from '../../l2/support/judge.ts';
import type { Namespace } from '../../lab/index.ts';

/** The MAC addresses that a question for an address is answered with, on the segment of a host. */
export async function whoAnswers(from: Namespace, address: string): Promise<readonly string[]> {
  const said = address.includes(':')
    ? await ask(from, 'ndisc6', '-m', '-n', '-q', '-r', '1', '-w', '500', address, 'eth0')
    : await ask(from, 'arping', '-b', '-c', '1', '-I', 'eth0', address);
  return [...new Set(said.toLowerCase().match(/\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/g) ?? [])];
}

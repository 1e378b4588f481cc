import { CommandError, run } from '../command.ts';
import { found, missing } from './lookup.ts';
import type { Lookup } from './lookup.ts';

/** Whether this process may make network namespaces and virtual links. */
export async function findNamespaces(): Promise<Lookup> {
  if (process.platform !== 'linux') return missing('network namespaces exist on Linux only');
  if (process.getuid?.() !== 0) return missing('network namespaces need root: run the tests as root');
  try {
    await run(['unshare', '--net', 'ip', 'link', 'add', 'end0', 'type', 'veth', 'peer', 'name', 'end1']);
    return found([]);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return missing(
      `no network namespace can be made here (${error.summary}): iproute2 and CAP_SYS_ADMIN enable it`,
    );
  }
}

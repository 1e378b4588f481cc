import { join } from 'node:path';
import { startDaemon } from '../daemon.ts';
import type { Daemon } from '../daemon.ts';
import type { Lab } from '../lab.ts';
import type { Namespace } from '../network/namespace.ts';

/** Starts an HTTP server on all addresses of a namespace that answers every request with its name. */
export async function startBackend(
  lab: Lab,
  { namespace, name, port }: { readonly namespace: Namespace; readonly name: string; readonly port: number },
): Promise<Daemon> {
  const daemon = startDaemon(lab, {
    name: `backend-${name}`,
    program: { path: process.execPath, over: null },
    args: [join(import.meta.dirname, 'backendProcess.ts'), name, String(port)],
    namespace,
  });
  await daemon.until('listens', () => (daemon.log().includes('listening') ? true : null));
  return daemon;
}

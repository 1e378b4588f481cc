import { Agent } from 'node:http';
import type { Connection } from '../../src/k8s/connection.ts';

/** A connection without credentials. */
export function plainConnection(url: string): Connection {
  const agent = new Agent({ keepAlive: true });
  return {
    server: new URL(url),
    namespace: null,
    authenticate: () => Promise.resolve({ agent, headers: {} }),
    close: () => {
      agent.destroy();
    },
  };
}

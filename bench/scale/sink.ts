import { Speaker } from '@fairlead/bgp-core/node';

/** A router on loopback that counts. */
export interface Sink {
  readonly port: number;
  /** Resolves when as many prefixes were announced since the call: when the last came, and in how many UPDATEs. */
  readonly announced: (prefixes: number) => Promise<{ readonly at: number; readonly updates: number }>;
  readonly close: () => Promise<void>;
}

export async function openSink(): Promise<Sink> {
  const port = 10_000 + Math.floor(Math.random() * 6000);
  const listen = [{ address: '127.0.0.1', port }];
  const speaker = new Speaker({ asn: 64512, routerId: '192.0.2.254', listen });
  speaker.acceptNeighbors({ range: '127.0.0.0/8', remoteAs: 'external', importRoutes: 'all' });
  let seen = new Set<string>();
  let updates = 0;
  let enough: (() => void) | null = null;
  let wanted = 0;
  speaker.on('neighbor', (neighbor) => {
    neighbor.on('update', (update) => {
      const { announced } = update.detach();
      if (announced.length === 0) return;
      updates++;
      for (const { prefix } of announced) seen.add(prefix);
      if (seen.size >= wanted) enough?.();
    });
  });
  await speaker.start();
  return {
    port,
    announced: (prefixes) => {
      seen = new Set();
      updates = 0;
      wanted = prefixes;
      return new Promise((resolve) => {
        enough = () => {
          enough = null;
          resolve({ at: performance.now(), updates });
        };
      });
    },
    close: async () => {
      await speaker.stop();
    },
  };
}

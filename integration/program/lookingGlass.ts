import { Speaker } from '@fairlead/bgp-core/node';
import type { Neighbor } from '@fairlead/bgp-core/node';

/** A router on loopback that takes every route, to hear what it is told. */
export interface LookingGlass {
  readonly port: number;
  /** `up`, `down`, `+prefix communities` and `-prefix`, in order. */
  readonly heard: readonly string[];
  readonly stop: () => Promise<void>;
}

export async function lookingGlass(asn: number): Promise<LookingGlass> {
  const heard: string[] = [];
  const { speaker, port } = await listen(asn);
  speaker.acceptNeighbors({ range: '127.0.0.0/8', remoteAs: 'external', importRoutes: 'all' });
  speaker.on('neighbor', (neighbor) => {
    follow(neighbor, heard);
  });
  return { port, heard, stop: () => speaker.stop() };
}

/** BGPPeer has no ports above 16384. */
async function listen(asn: number): Promise<{ readonly speaker: Speaker; readonly port: number }> {
  for (let attempts = 0; ; attempts++) {
    const port = 10_000 + Math.floor(Math.random() * 6000);
    const speaker = new Speaker({ asn, routerId: '192.0.2.254', listen: [{ address: '127.0.0.1', port }] });
    try {
      await speaker.start();
      return { speaker, port };
    } catch (error) {
      if (attempts === 20) throw error;
    }
  }
}

function follow(neighbor: Neighbor, heard: string[]): void {
  neighbor.on('established', () => heard.push('up'));
  neighbor.on('down', () => heard.push('down'));
  neighbor.on('update', (update) => {
    const { withdrawn, announced, attributes } = update.detach();
    for (const { prefix } of withdrawn) heard.push(`-${prefix}`);
    const communities = (attributes.communities ?? []).map((value) => `${value >>> 16}:${value & 0xffff}`);
    for (const { prefix } of announced) heard.push([`+${prefix}`, ...communities].join(' '));
  });
}

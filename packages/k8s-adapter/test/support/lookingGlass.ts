import type { Route as BgpRoute } from '@fairlead/bgp-core';
import { Speaker } from '@fairlead/bgp-core/node';
import type { Neighbor } from '@fairlead/bgp-core/node';

/** A router on loopback that takes every route, to look at what it was told. */
export interface LookingGlass {
  readonly port: number;
  /** Prefix to attributes, of all neighbours. */
  readonly table: ReadonlyMap<string, BgpRoute['attributes']>;
  /** `up`, `down REASON`, `+prefix` and `-prefix`, in order. */
  readonly heard: readonly string[];
  readonly stop: () => Promise<void>;
}

export async function lookingGlass(asn = 64512): Promise<LookingGlass> {
  const table = new Map<string, BgpRoute['attributes']>();
  const heard: string[] = [];
  const speaker = new Speaker({
    asn,
    routerId: '192.0.2.254',
    listen: [{ address: '127.0.0.1', port: 0 }],
  });
  speaker.acceptNeighbors({
    range: '127.0.0.0/8',
    remoteAs: asn === 64500 ? 'internal' : 'external',
    importRoutes: 'all',
    holdTime: 3,
  });
  speaker.on('neighbor', (neighbor) => {
    follow(neighbor, table, heard);
  });
  await speaker.start();
  return {
    port: speaker.listening[0]?.port ?? 0,
    table,
    heard,
    stop: () => speaker.stop(),
  };
}

function follow(neighbor: Neighbor, table: Map<string, BgpRoute['attributes']>, heard: string[]): void {
  neighbor.on('established', () => heard.push('up'));
  neighbor.on('down', ({ reason }) => {
    heard.push(`down ${reason}`);
    table.clear();
  });
  neighbor.on('update', (update) => {
    const { attributes, announced, withdrawn, mpReach, mpUnreach } = update.detach();
    const gone = mpUnreach.flatMap((each) => (each.kind === 'unicast' ? each.withdrawn : []));
    for (const { prefix } of [...withdrawn, ...gone]) {
      heard.push(`-${prefix}`);
      table.delete(prefix);
    }
    for (const { prefix } of [...announced, ...(mpReach?.kind === 'unicast' ? mpReach.announced : [])]) {
      heard.push(`+${prefix}`);
      table.set(prefix, attributes);
    }
  });
}

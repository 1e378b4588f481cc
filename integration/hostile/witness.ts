import { eventually } from '@fairlead/testing';
import { Speaker } from '@fairlead/bgp-core/node';
import type { Neighbor, NeighborConfig } from '@fairlead/bgp-core/node';
import type { Target } from './rawNeighbor.ts';

/** A speaker under attack, with a session to somebody else that must not notice. */
export interface Scene {
  readonly speaker: Speaker;
  /** The neighbour whose place the attacker has. */
  readonly attacked: Neighbor;
  readonly target: Target;
  /** Whether the session with somebody else is the one that was there at the beginning. */
  readonly isUntouched: () => boolean;
  readonly close: () => Promise<void>;
}

/** A stall as long as the hold time of the witness would end its session. */
export async function openScene(config: Partial<NeighborConfig> = {}, holdTime = 3): Promise<Scene> {
  const [speakerAt, attacker, witness] = freshAddresses();
  const speaker = new Speaker({
    asn: 65001,
    routerId: '192.0.2.1',
    listen: [{ address: speakerAt, port: 0 }],
  });
  const attacked = speaker.addNeighbor({
    address: attacker,
    localAddress: speakerAt,
    remoteAs: 65002,
    passive: true,
    idleHoldTime: 0.02,
    ...config,
  });
  const seen = speaker.addNeighbor({ address: witness, remoteAs: 65003, passive: true, holdTime });
  await speaker.start();
  const port = speaker.listening[0]?.port ?? 0;
  const other = new Speaker({ asn: 65003, routerId: '192.0.2.3' });
  other.addNeighbor({ address: speakerAt, localAddress: witness, port, remoteAs: 65001 });
  await other.start();
  await eventually('the witness', () => (seen.status().state === 'established' ? true : null), { every: 5 });
  return {
    speaker,
    attacked,
    target: { address: speakerAt, port, from: attacker },
    isUntouched: () => {
      const { state, counters } = seen.status();
      return state === 'established' && counters.established === 1;
    },
    close: async () => {
      await Promise.all([speaker.stop(), other.stop()]);
    },
  };
}

/** Three loopback addresses that no other scene of this machine has. */
function freshAddresses(): readonly [string, string, string] {
  const net = `127.${100 + (process.pid % 100)}.${scenes++ % 250}`;
  return [`${net}.1`, `${net}.2`, `${net}.3`];
}

let scenes = 0;

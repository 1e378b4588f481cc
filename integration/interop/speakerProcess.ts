import { route } from '@fairlead/bgp-core';
import { Speaker } from '@fairlead/bgp-core/node';
import type { NeighborConfig, SpeakerConfig } from '@fairlead/bgp-core/node';

/** The process of a speaker that announces one prefix: one that can be stopped without a word. */
const { speaker, neighbor, prefix } = JSON.parse(process.argv[2] ?? '') as {
  readonly speaker: SpeakerConfig;
  readonly neighbor: NeighborConfig;
  readonly prefix: string;
};
const ours = new Speaker(speaker);
ours.addNeighbor(neighbor).announce(route(prefix));
await ours.start();
process.on('SIGTERM', () => {
  void ours.stop().then(() => process.exit());
});

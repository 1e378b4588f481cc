import { hintAtConflicts } from './conflict.ts';
import { hintAtEcho } from './echo.ts';
import { hintAtNames } from './names.ts';
import { hintAtNodes } from './nodes.ts';
import { hintAtOverlaps } from './overlap.ts';
import { hintAtPlaces } from './places.ts';
import { hintAtPools } from './pools.ts';
import { hintAtRequests } from './requests.ts';
import type { Sound } from './sound.ts';
import { hintAtStrictArp } from './strictArp.ts';
import { hintAtSubnets } from './subnet.ts';

/** Remarks on what is well-formed and will still surprise its owner. */
export function giveHints(sound: Sound): void {
  for (const hint of HINTS) hint(sound);
}

const HINTS: readonly ((sound: Sound) => void)[] = [
  hintAtNames,
  hintAtNodes,
  hintAtConflicts,
  hintAtEcho,
  hintAtPlaces,
  hintAtPools,
  hintAtRequests,
  hintAtOverlaps,
  hintAtSubnets,
  hintAtStrictArp,
];

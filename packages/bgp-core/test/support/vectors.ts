import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Family, WireContext } from '@fairlead/bgp-core/wire';
import { addPath, context } from './context.ts';
import { octets } from './octets.ts';

/** A message in a file of `test/vectors`. */
export interface Vector {
  readonly title: string;
  readonly octets: Uint8Array;
  readonly context: WireContext;
}

/** Reads a file of vectors: `= title`, perhaps `> settings`, then the octets in hexadecimal. */
export function readVectors(name: string): readonly Vector[] {
  const text = readFileSync(join(import.meta.dirname, '../vectors', name), 'utf8');
  return text
    .split(/^= /m)
    .slice(1)
    .map((block) => {
      const [title = '', ...lines] = block.split('\n');
      const settings = lines.filter((line) => line.startsWith('>')).map((line) => line.slice(1).trim());
      const rest = lines.filter((line) => !line.startsWith('>'));
      return { title, octets: octets(rest.join('\n')), context: contextOf(settings.join(' ').split(' ')) };
    });
}

function contextOf(words: readonly string[]): WireContext {
  const families = words.filter((word) => word.includes('/')) as readonly Family[];
  const peerType = words.includes('ibgp') ? 'ibgp' : words.includes('confed') ? 'confed' : 'ebgp';
  return context({
    peerType,
    fourOctetAs: !words.includes('as2'),
    extendedMessages: words.includes('extended'),
    ...(words.includes('addPath') ? addPath(...families) : {}),
  });
}

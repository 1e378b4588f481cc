import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FuzzedHost, fuzzSeeds, mutateFrame } from './support/fuzz.ts';
import { octets } from './support/vector.ts';

const MALFORMED = join(import.meta.dirname, 'malformed');

describe('frames that nobody should send', () => {
  for (const file of existsSync(MALFORMED) ? readdirSync(MALFORMED) : []) {
    it(`do no harm any more: ${file}`, () => {
      new FuzzedHost().take(octets(readFileSync(join(MALFORMED, file), 'utf8').replaceAll(/^#.*$/gm, '')));
    });
  }

  it('do no harm, 20,000 of them', () => {
    const host = new FuzzedHost();
    const seeds = fuzzSeeds();
    let state = 1;
    const random = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    const any = (): Uint8Array => seeds[Math.floor(random() * seeds.length)] ?? new Uint8Array();
    for (let i = 0; i < 20_000; i++) host.take(mutateFrame(any(), any(), random));
  });
});

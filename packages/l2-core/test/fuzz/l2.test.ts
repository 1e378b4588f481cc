import { savedInputs } from '@fairlead/testing';
import { fuzz } from '../../../../scripts/fuzz/run.ts';
import { l2 } from './l2.ts';

describe('frames that once did harm', () => {
  for (const { name, octets } of savedInputs(l2.crashes)) {
    it(`do none any more: ${name}`, () => {
      l2.run(octets);
    });
  }
});

describe('frames that nobody should send', () => {
  it('do no harm, some thousands of them', () => {
    const saved: string[] = [];
    const target = { ...l2, crashes: '/nonexistent' };
    saved.push(...fuzz(target, { executions: 5000, seed: 1, onProgress: () => undefined }));
    if (saved.length > 0) throw new Error(saved.join());
  });
});

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  LAYER2_REASONS,
  PROGRAM_REASONS,
  SESSION_REASONS,
} from '../../packages/k8s-adapter/src/driver/logReason.ts';
import { withReasons } from './page.ts';

const root = join(import.meta.dirname, '../..');

describe('docs/operations.md', () => {
  const file = join(root, 'docs/operations.md');

  it('lists every reason with what to do, as the code has them (else: npm run reasons)', async () => {
    const text = readFileSync(file, 'utf8');
    expect(await withReasons(text, file)).to.equal(text);
  });

  it('has all reasons that the programs write down as words', () => {
    const listed = new Set([SESSION_REASONS, LAYER2_REASONS, PROGRAM_REASONS].flatMap(Object.keys));
    const written = globSync('packages/k8s-adapter/src/{driver,main,reconcile}/**/*.ts', {
      cwd: root,
    }).flatMap((path) =>
      [...readFileSync(join(root, path), 'utf8').matchAll(/\breason: '(\w+)'/g)].map(([, word = '']) => word),
    );
    expect(written).not.to.be.empty;
    expect(written.filter((word) => !listed.has(word))).to.deep.equal([]);
  });
});

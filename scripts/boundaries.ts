import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importsOf, violation } from './check/boundary.ts';

const root = join(import.meta.dirname, '..');
const files = globSync(
  ['packages/*/src/**/*.ts', 'examples/**/*.ts', 'integration/**/*.ts', 'bench/**/*.ts'],
  {
    cwd: root,
    exclude: ['**/node_modules/**'],
  },
);

const violations = files.flatMap((file) =>
  importsOf(readFileSync(join(root, file), 'utf8')).flatMap((specifier) => {
    const reason = violation(file, specifier);
    return reason === null ? [] : [`${file} imports ${specifier}: ${reason}`];
  }),
);
for (const line of violations) console.error(line);
console.log(`${files.length} files, ${violations.length} imports across a boundary`);
process.exitCode = violations.length === 0 ? 0 : 1;

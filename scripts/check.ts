import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

const root = join(import.meta.dirname, '..');
const source = '--conditions=@fairlead/source';
const steps: readonly Step[] = [
  { name: 'types', command: ['tsc', '--build'] },
  { name: 'lint', command: ['eslint', '.'] },
  { name: 'format', command: ['prettier', '--check', '--log-level=warn', '.'] },
  { name: 'boundaries', command: [process.execPath, source, join(root, 'scripts/boundaries.ts')] },
  { name: 'documents', command: [process.execPath, source, join(root, 'scripts/documents.ts')] },
  { name: 'coverage', command: [process.execPath, source, join(root, 'scripts/coverage.ts')] },
  { name: 'manifest', command: [process.execPath, join(root, 'scripts/manifest.ts'), '--check'] },
  { name: 'pack', command: [process.execPath, source, join(root, 'scripts/packTest.ts')] },
];

const wanted = process.argv.slice(2);
const failed = steps
  .filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  .filter(({ name, command: [program, ...args] }) => {
    const started = performance.now();
    const { status } = spawnSync(program, args, { cwd: root, stdio: 'inherit' });
    const took = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${took} s)`);
    return status !== 0;
  });
process.exitCode = failed.length === 0 ? 0 : 1;

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, unknown>>;
}

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'fairlead-pack-'));
try {
  const packages = readdirSync(join(root, 'packages'));
  for (const name of packages)
    run('npm', ['pack', '--silent', '--pack-destination', folder], join(root, 'packages', name));
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  const tarballs = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  run(
    'npm',
    ['install', '--silent', '--no-audit', '--no-fund', ...tarballs.map((name) => `./${name}`)],
    folder,
  );
  const entries = packages.flatMap((name) => entryPoints(manifest(name)));
  const imports = entries.map((entry) => `await import(${JSON.stringify(entry)});`).join('\n');
  run(process.execPath, ['--input-type=module', '--eval', imports], folder);
  console.log(`packed, installed and imported ${entries.join(', ')}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function manifest(name: string): Manifest {
  return JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as Manifest;
}

function entryPoints({ name, exports }: Manifest): readonly string[] {
  return Object.keys(exports)
    .filter((path) => !path.endsWith('.json'))
    .map((path) => name + path.slice(1));
}

function run(program: string, args: readonly string[], cwd: string): void {
  execFileSync(program, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}

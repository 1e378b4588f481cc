import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, unknown>>;
}

const MANIFEST = `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: public, namespace: metallb-system }
spec: { addresses: [192.0.2.10/32] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: default }
spec: { type: LoadBalancer, ports: [{ port: 80 }] }
`;
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
  checkTypes(entries);
  checkProgram();
  console.log(`packed, installed and imported ${entries.join(', ')}; their types fit, and fairlead plans`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The declarations that are published stand on their own. */
function checkTypes(entries: readonly string[]): void {
  const lines = entries.map((entry, index) => `export * as entry${index} from '${entry}';\n`);
  writeFileSync(join(folder, 'entries.ts'), lines.join(''));
  const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules/@types')];
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', ...types];
  execFileSync('tsc', [...options, 'entries.ts'], { cwd: folder, stdio: 'inherit' });
}

function checkProgram(): void {
  writeFileSync(join(folder, 'pool.yaml'), MANIFEST);
  const program = join(folder, 'node_modules/.bin/fairlead');
  const plan = execFileSync(process.execPath, [program, 'plan', '-f', 'pool.yaml'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (!plan.toString().includes('192.0.2.10')) throw new Error(`fairlead plan says:\n${plan.toString()}`);
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

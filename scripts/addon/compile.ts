import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** An architecture by Node's name, and the compilers for it, first choice first. */
export interface Target {
  readonly arch: string;
  readonly compilers: readonly string[];
}

export type Compilation =
  | { readonly kind: 'built' | 'fresh'; readonly file: string }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly output: string };

/** The architectures that the tarball of netsys serves; the compiler of this machine serves its own. */
export const targets: readonly Target[] = [
  target('x64', 'CC_X64', 'x86_64-linux-gnu-gcc'),
  target('arm64', 'CC_ARM64', 'aarch64-linux-gnu-gcc'),
];

/** Compiles the addon of netsys, unless it was from these sources by this compiler. */
export function compileAddon({ arch, compilers }: Target): Compilation {
  if (process.platform !== 'linux') return { kind: 'skipped', reason: 'the addon is for Linux' };
  const compiler = compilers.find((name) => spawnSync(name, ['--version']).status === 0);
  if (compiler === undefined) {
    return { kind: 'skipped', reason: `no C compiler for ${arch}: install one of ${compilers.join(', ')}` };
  }
  const sources = globSync('packages/netsys/src/*.c', { cwd: root }).sort();
  const file = join(root, 'packages/netsys/prebuilds', `linux-${arch}`, 'node.napi.node');
  const stamp = join(dirname(file), '.built-from');
  const fingerprint = fingerprintOf(compiler);
  if (existsSync(file) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) {
    return { kind: 'fresh', file };
  }
  mkdirSync(dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}`;
  const { status, stderr } = spawnSync(compiler, [...FLAGS, '-o', partial, ...sources], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) return { kind: 'failed', output: stderr };
  renameSync(partial, file);
  writeFileSync(stamp, fingerprint);
  return { kind: 'built', file };
}

function target(arch: string, variable: string, cross: string): Target {
  const chosen = process.env[variable];
  const native = process.arch === arch ? ['cc', 'gcc', 'clang'] : [];
  return { arch, compilers: [...(chosen === undefined ? [] : [chosen]), ...native, cross] };
}

function fingerprintOf(compiler: string): string {
  const hash = createHash('sha256').update(JSON.stringify([compiler, FLAGS]));
  for (const file of globSync('packages/netsys/src/*.{c,h}', { cwd: root }).sort()) {
    hash.update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

const root = join(import.meta.dirname, '../..');

/** Without a C library of its own: Node's serves it, be that glibc or musl, so one file is for both. */
const FLAGS = [
  '-std=c11',
  '-O2',
  '-fPIC',
  '-shared',
  '-nostdlib',
  '-fvisibility=hidden',
  '-fno-stack-protector',
  '-U_FORTIFY_SOURCE',
  '-Wall',
  '-Wextra',
  '-s',
  '-Wl,-z,relro,-z,now',
  '-Inode_modules/node-api-headers/include',
];

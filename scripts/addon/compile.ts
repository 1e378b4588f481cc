import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** An architecture by Node's name, and the compilers for it, first choice first. */
export interface Target {
  readonly arch: string;
  readonly compilers: readonly string[];
  /** What Debian and Ubuntu cross-compile with. */
  readonly debian: { readonly package: string; readonly headers: string; readonly program: string };
}

/** A compiler and how it is called, or why there is none. */
export type Compiler =
  | {
      readonly kind: 'found';
      readonly name: string;
      readonly command: (args: readonly string[]) => readonly [string, ...string[]];
    }
  | { readonly kind: 'missing'; readonly reason: string };

export type Compilation =
  | { readonly kind: 'built' | 'fresh'; readonly file: string }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly output: string };

/** The architectures that the tarball of netsys serves; the compiler of this machine serves its own. */
export const targets: readonly Target[] = [
  target('x64', 'CC_X64', {
    package: 'gcc-x86-64-linux-gnu',
    headers: 'libc6-dev-amd64-cross',
    program: 'x86_64-linux-gnu-gcc',
  }),
  target('arm64', 'CC_ARM64', {
    package: 'gcc-aarch64-linux-gnu',
    headers: 'libc6-dev-arm64-cross',
    program: 'aarch64-linux-gnu-gcc',
  }),
];

/** Compiles the addon of netsys, unless it was from these sources by this compiler. */
export function compileAddon(target: Target, compiler: Compiler = compilerHere(target)): Compilation {
  const { arch } = target;
  if (process.platform !== 'linux') return { kind: 'skipped', reason: 'the addon is for Linux' };
  if (compiler.kind === 'missing') return { kind: 'skipped', reason: compiler.reason };
  const sources = globSync('packages/netsys/src/*.c', { cwd: root }).sort();
  const file = join(root, 'packages/netsys/prebuilds', `linux-${arch}`, 'node.napi.node');
  const stamp = join(dirname(file), '.built-from');
  const fingerprint = fingerprintOf(compiler.name);
  if (existsSync(file) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) {
    return { kind: 'fresh', file };
  }
  mkdirSync(dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}`;
  const [program, ...args] = compiler.command([...FLAGS, '-o', partial, ...sources]);
  const { status, stderr } = spawnSync(program, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) return { kind: 'failed', output: stderr };
  renameSync(partial, file);
  writeFileSync(stamp, fingerprint);
  return { kind: 'built', file };
}

function compilerHere({ arch, compilers }: Target): Compiler {
  const name = compilers.find((each) => spawnSync(each, ['--version']).status === 0);
  return name === undefined
    ? { kind: 'missing', reason: `no C compiler for ${arch}: install one of ${compilers.join(', ')}` }
    : { kind: 'found', name, command: (args) => [name, ...args] };
}

function target(arch: string, variable: string, debian: Target['debian']): Target {
  const chosen = process.env[variable];
  const native = process.arch === arch ? ['cc', 'gcc', 'clang'] : [];
  return { arch, debian, compilers: [...(chosen === undefined ? [] : [chosen]), ...native, debian.program] };
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

import { join } from 'node:path';
import { skipSuite } from '@fairlead/testing';
import { expect } from 'chai';
import type { Context } from 'mocha';
import { compileAddon, targets } from '../../scripts/addon/compile.ts';
import { fetchCompiler } from '../../scripts/addon/crossCompiler.ts';
import { requireTools, run } from '../lab/index.ts';
import { cachedFolder, cachePath } from '../lab/tool/cache.ts';
import { programOf } from '../lab/tool/catalogue.ts';
import { findDebianTool } from '../lab/tool/debian.ts';
import { commandLine } from '../lab/tool/lookup.ts';

/** What the tarball has for other machines than this one: built here, looked at, and used by the Node of such a machine. */
for (const arch of ['x64', 'arm64'] as const) {
  describe(`the addon for linux-${arch}`, () => {
    let file: string;

    before(async function () {
      this.timeout(0);
      file = await built(this, arch);
    });

    it('is for that machine, and asks for no C library of its own', async () => {
      expect(await readElf('-hW', file)).to.contain(`Machine:                           ${MACHINES[arch]}`);
      expect(await readElf('-dW', file)).to.not.contain('(NEEDED)');
    });

    it('needs nothing but what Node, glibc and musl all have', async function () {
      const musl = await findDebianTool({ package: 'musl', programs: ['ld-musl-config'] });
      if (musl.kind === 'missing') return skipSuite(this, musl.reason);
      const root = musl.programs.get('ld-musl-config')?.over ?? '';
      const own = await symbols(file, 'undefined');
      const fromLibc = own.filter((name) => !/^(?:napi|uv)_/.test(name));
      expect(fromLibc).to.include('setsockopt');
      const offered = new Set(await symbols(`${root}/lib/x86_64-linux-musl/libc.so`, 'defined'));
      expect(fromLibc.filter((name) => !offered.has(name))).to.deep.equal([]);
    });
  });
}

describe('the addon for linux-arm64, in Node for that machine', () => {
  before(async function () {
    await requireTools(this, 'namespaces', 'qemu-aarch64');
  });

  it('makes system calls, and says errors as negative numbers', async function () {
    this.timeout(0);
    const file = await built(this, 'arm64');
    const node = join(await nodeFor('arm64'), 'package/bin/node');
    const emulator = await programOf('qemu-aarch64');
    const args = ['-L', '/usr/aarch64-linux-gnu', node, '--eval', PROBE, file];
    const said = JSON.parse(await run(commandLine(emulator, args, null))) as unknown;
    expect(said).to.deep.equal({
      arch: 'arm64',
      isOpen: true,
      empty: -11,
      refused: -97,
      closed: 0,
      again: -9,
    });
  });
});

/** A socket of UDP that is bound, has nothing to read, is watched and closed. */
const PROBE = `
  const addon = require(process.argv[1]);
  const socket = addon.socket(2, 2, 0);
  addon.bind(socket, Uint8Array.of(2, 0, 0, 0, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0));
  const [octets, starts, lengths] = [new Uint8Array(800), new Uint32Array(4), new Uint32Array(4)];
  const empty = addon.receiveFrames(socket, octets, 200, starts, lengths);
  addon.unwatch(addon.watch(socket, () => undefined));
  const refused = addon.socket(99, 1, 0);
  const [closed, again] = [addon.close(socket), addon.close(socket)];
  console.log(JSON.stringify({ arch: process.arch, isOpen: socket > 0, empty, refused, closed, again }));
`;
/** The Node that this repository is developed on. */
const NODE_VERSION = process.versions.node.split('.', 1).join();
const MACHINES = { x64: 'Advanced Micro Devices X86-64', arm64: 'AArch64' } as const;

async function built(context: Context, arch: string): Promise<string> {
  const target = targets.find((each) => each.arch === arch);
  if (target === undefined) throw new RangeError(`no target ${arch}`);
  const local = compileAddon(target);
  const result = local.kind === 'skipped' ? compileAddon(target, await fetchCompiler(target)) : local;
  if (result.kind === 'failed') throw new Error(result.output);
  return result.kind === 'skipped' ? skipSuite(context, result.reason) : result.file;
}

async function nodeFor(arch: string): Promise<string> {
  const name = `node-linux-${arch}@${NODE_VERSION}`;
  return await cachedFolder(cachePath('npm', name), name, async (folder) => {
    const tarball = (await run(['npm', 'pack', '--silent', '--pack-destination', folder, name])).trim();
    await run(['tar', '--extract', '--file', join(folder, tarball), '--directory', folder]);
  });
}

async function readElf(...args: readonly string[]): Promise<string> {
  return await run(['readelf', ...args]);
}

async function symbols(file: string, which: 'undefined' | 'defined'): Promise<readonly string[]> {
  const lines = (await readElf('--dyn-syms', '-W', file)).split('\n').map((line) => line.trim().split(/\s+/));
  return lines.flatMap(([number = '', , , , , , section, name = '']) => {
    const isWanted = (section === 'UND') === (which === 'undefined');
    return /^\d+:$/.test(number) && isWanted && name !== '' ? [name.replace(/@.*/, '')] : [];
  });
}

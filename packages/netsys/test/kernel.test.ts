import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { skipSuite } from '@fairlead/testing';
import { interfaceCases } from './support/interfaceCases.ts';
import { packetCases } from './support/packetCases.ts';
import { requireAddon } from './support/requireAddon.ts';

describe('the network of the kernel', () => {
  const errors = new Map<string, string | null>();

  before(async function () {
    requireAddon(this);
    const unshare = ['--net', ...(process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'])];
    const trial = spawnSync('unshare', [
      ...unshare,
      ...'ip link add end0 type veth peer name end1'.split(' '),
    ]);
    if (trial.status !== 0) {
      skipSuite(
        this,
        'no network namespace can be made here; root, or user namespaces, and iproute2 enable it',
      );
    }
    const child = spawn('unshare', [...unshare, process.execPath, '--conditions=@fairlead/source', PROGRAM], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.on('message', ({ title, error }: { readonly title: string; readonly error: string | null }) => {
      errors.set(title, error);
    });
    const impatience = setTimeout(() => child.kill('SIGKILL'), MOST_MILLIS);
    await new Promise((resolve) => child.once('exit', resolve));
    clearTimeout(impatience);
  });

  for (const { title } of [...interfaceCases, ...packetCases]) {
    it(title, () => {
      const error = errors.get(title);
      if (error === undefined) throw new Error('the process ended before');
      if (error !== null) throw new Error(error);
    });
  }
});

const MOST_MILLIS = 9000;
const PROGRAM = join(import.meta.dirname, 'support/kernelProcess.ts');

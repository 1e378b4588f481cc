import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { requireTools } from '../index.ts';
import { sweep } from '../sweep.ts';

describe('a lab whose process dies', () => {
  before(async function () {
    await requireTools(this, 'namespaces');
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`leaves nothing behind after ${signal}`, async () => {
      expect(await tracesAfter(signal)).to.deep.equal([]);
    });
  }

  it('leaves no process behind after SIGKILL, and the next lab removes the rest', async () => {
    const traces = await tracesAfter('SIGKILL');
    expect(traces.filter((path) => path.startsWith('/proc'))).to.deep.equal([]);
    sweep();
    expect(traces.filter((path) => existsSync(path))).to.deep.equal([]);
  });
});

/** What of a lab still exists once its process has ended. */
async function tracesAfter(signal: NodeJS.Signals): Promise<readonly string[]> {
  const child = spawn(
    process.execPath,
    ['--conditions=@fairlead/source', join(import.meta.dirname, 'abandonedProcess.ts')],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  for await (const line of createInterface(child.stdout)) {
    const { folder, namespace, pid } = JSON.parse(line) as Started;
    const traces = [folder, `/run/netns/${namespace}`, `/proc/${pid}`];
    expect(traces.filter((path) => !existsSync(path))).to.deep.equal([]);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
    await eventually('the daemon ends', () => (existsSync(`/proc/${pid}`) ? null : true));
    return traces.filter((path) => existsSync(path));
  }
  throw new Error('the process said nothing');
}

interface Started {
  readonly folder: string;
  readonly namespace: string;
  readonly pid: number;
}

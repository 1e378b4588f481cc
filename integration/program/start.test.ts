import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';

describe('npm run fairlead', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'fairlead-start-'));
    writeFileSync(join(folder, 'node.yaml'), '{ apiVersion: v1, kind: Node, metadata: { name: a } }');
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`passes on ${signal}, so that the program ends in order and before it`, async () => {
      const args = ['packages/k8s-adapter/src/fairlead.ts', 'standalone', '-f', folder, '--http', 'off'];
      const child = spawn(process.execPath, [START, ...args, '--state-file', join(folder, 'state')], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let said = '';
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
      await eventually('it runs', () => (said.includes('noLocalNode') ? true : null), { within: 60_000 });
      child.kill(signal);
      expect(await ended, said).to.equal(0);
      expect(said).to.include('stopping');
    });
  }
});

const START = join(import.meta.dirname, '../../scripts/start.mjs');

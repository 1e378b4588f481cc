import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { registry } from '../registry.ts';

describe('the registry of benchmarks', () => {
  for (const { name, load } of registry) {
    it(`loads ${name} without running it`, async () => {
      expect(await load()).to.be.a('function');
    });
  }

  it('has no name twice', () => {
    const names = registry.map(({ name }) => name);
    expect(names).to.deep.equal([...new Set(names)]);
  });
});

describe('npm run bench', () => {
  it('names every benchmark with --list', () => {
    const { status, stdout } = runMain('--list');
    expect(status).to.equal(0);
    expect(stdout.match(/^ {2}\S+/gm)?.map((word) => word.trim())).to.deep.equal(
      registry.map(({ name }) => name),
    );
  });

  it('names every benchmark, and ends with 2, when asked for one that there is not', () => {
    const { status, stderr } = runMain('arpp');
    expect(status).to.equal(2);
    expect(stderr).to.match(/^fairlead: no benchmark arpp; there are:\n/);
    for (const { name } of registry) expect(stderr).to.include(`\n  ${name} `);
  });
});

function runMain(...args: readonly string[]): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  const main = join(import.meta.dirname, '../main.ts');
  return spawnSync(process.execPath, ['--conditions=@fairlead/source', main, ...args], { encoding: 'utf8' });
}

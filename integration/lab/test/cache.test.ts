import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skipSuite } from '@fairlead/testing';
import { expect } from 'chai';
import { CommandError, run } from '../command.ts';
import { cachedFolder } from '../tool/cache.ts';

describe('the cache of tools', () => {
  let base: string;

  before(function () {
    if (!existsSync('/usr/bin/flock')) skipSuite(this, 'there is no flock; util-linux enables it');
    base = mkdtempSync(join(tmpdir(), 'fairlead-cache-'));
  });
  after(() => {
    rmSync(base, { recursive: true, force: true });
  });

  it('makes a folder once, however many ask for it at the same time', async () => {
    let made = 0;
    const make = async (unfinished: string): Promise<void> => {
      made++;
      await writeFile(join(unfinished, 'tool'), '');
    };
    const folders = await Promise.all(
      [1, 2, 3].map(async () => await cachedFolder(join(base, 'once'), 'a tool', make)),
    );
    expect([made, ...folders.map((folder) => readdirSync(folder))]).to.deep.equal([
      1,
      ['tool'],
      ['tool'],
      ['tool'],
    ]);
  });

  it('keeps nothing of what failed, so that the next one tries again', async () => {
    const failing = cachedFolder(join(base, 'failed'), 'a tool', async (unfinished) => {
      await writeFile(join(unfinished, 'half'), '');
      await run(['false']);
    });
    expect(await failing.catch((error: unknown) => error)).to.be.instanceOf(CommandError);
    expect(readdirSync(base).filter((name) => name.startsWith('failed'))).to.deep.equal(['failed.lock']);
  });
});

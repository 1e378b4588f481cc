import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skipSuite } from '@fairlead/testing';
import { expect } from 'chai';

const PACKAGE = join(import.meta.dirname, '..');

describe('netsys without its addon', () => {
  let folder: string;

  before(function () {
    if (process.platform !== 'linux') skipSuite(this, 'the addon is for Linux');
    folder = mkdtempSync(join(tmpdir(), 'fairlead-netsys-'));
    cpSync(join(PACKAGE, 'src'), join(folder, 'src'), { recursive: true });
    cpSync(join(PACKAGE, 'package.json'), join(folder, 'package.json'));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(join(PACKAGE, '../../node_modules/@fairlead'), join(folder, 'node_modules/@fairlead'));
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is imported, and says when it is used what is missing and what to do', () => {
    const { code, message } = errorOf('network.interfaces()');
    expect(code).to.equal('ERR_ADDON_MISSING');
    expect(message)
      .to.contain(`no native addon for linux-${process.arch} in ${folder}`)
      .and.to.contain('npx node-gyp rebuild');
  });

  it('refuses a password and never goes on without', () => {
    const { code, message } = errorOf("sockets.check({ password: 'horse' })");
    expect([code, message.includes('horse')]).to.deep.equal(['ERR_ADDON_MISSING', false]);
  });

  it('says that an addon of another machine or C library does not load, and what to do', () => {
    const prebuild = join(folder, `prebuilds/linux-${process.arch}`);
    mkdirSync(prebuild, { recursive: true });
    writeFileSync(join(prebuild, 'node.napi.node'), OTHER_MACHINE);
    const { code, message } = errorOf('network.interfaces()');
    expect(code).to.equal('ERR_ADDON_REFUSED');
    expect(message).to.contain('another architecture or C library').and.to.contain('npx node-gyp rebuild');
  });

  function errorOf(use: string): { readonly code: string; readonly message: string } {
    const program = `
      const { network, sockets } = await import('./src/index.ts');
      try { ${use}; } catch ({ code, message }) { console.log(JSON.stringify({ code, message })); }`;
    const args = ['--conditions=@fairlead/source', '--input-type=module', '--eval', program];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    if (stdout === '') throw new Error(stderr || 'no error');
    return JSON.parse(stdout) as { readonly code: string; readonly message: string };
  }
});

/** The first octets of a shared object for a machine that Node does not run on: 64 bits, little-endian, s390. */
const OTHER_MACHINE = Buffer.from('7f454c4602010100000000000000000003001600010000', 'hex');

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skipSuite } from '@fairlead/testing';
import { expect } from 'chai';

/** What ends a program, the code that docs/operations.md has for it, and what the one sentence says. */
const CASES: readonly (readonly [string, readonly string[], number, RegExp])[] = [
  ['a kubeconfig that is not there', ['controller', '--kubeconfig', 'nowhere'], 2, /nowhere/],
  ['a kubeconfig that is none', ['controller', '--kubeconfig', 'broken.yaml'], 2, /broken\.yaml/],
  ['a kubeconfig without a context', ['controller', '--kubeconfig', 'empty.yaml'], 2, /--context/],
  [
    'a context that is not in it',
    ['speaker', '--node-name', 'a', '--kubeconfig', 'good.yaml', '--context', 'other'],
    2,
    /other/,
  ],
  ['an API server that is not there', ['controller', '--kubeconfig', 'good.yaml'], 4, /127\.0\.0\.1:1\b/],
  ['a folder that is not there', ['plan', '-f', 'nowhere'], 3, /cannot read nowhere/],
  [
    'a file that is no YAML',
    ['standalone', '-f', 'typo.yaml', '--http', 'off'],
    3,
    /typo\.yaml, line 2: .*correct it/,
  ],
  ['a command that is none', ['annouce'], 2, /annouce/],
];

describe('a program that cannot do what it is asked', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'fairlead-bad-'));
    writeFileSync(join(folder, 'broken.yaml'), '}{');
    writeFileSync(join(folder, 'typo.yaml'), 'kind: Service\nmetadata: [');
    writeFileSync(join(folder, 'empty.yaml'), JSON.stringify({ ...KUBECONFIG, contexts: [] }));
    writeFileSync(join(folder, 'good.yaml'), JSON.stringify({ ...KUBECONFIG, 'current-context': 'lab' }));
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  for (const [what, args, code, says] of CASES) {
    it(`because of ${what}, says so in one sentence and ends with ${code}`, async () => {
      const daemon = args[0] === 'controller' || args[0] === 'speaker' ? ['--http', 'off'] : [];
      const ended = await fairlead(folder, [...args, ...daemon]);
      expect(ended.code, ended.said).to.equal(code);
      // Before it gives up on a server it says in its log, line by line, that it tries again.
      const words = ended.said.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
      expect(words).to.have.lengthOf(1);
      expect(words[0]).to.match(/^fairlead: /);
      expect(words[0]).to.match(says);
    });
  }

  it('shows where with --verbose', async () => {
    const { said } = await fairlead(folder, ['plan', '-f', 'nowhere', '--verbose']);
    expect(said).to.match(/^ {4}at /m);
  });

  it('because of a port in use, says which and ends with 4', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    writeFileSync(join(folder, 'none.yaml'), '');
    const state = join(folder, 'state');
    const { code, said } = await fairlead(folder, [
      ...['standalone', '-f', 'none.yaml', '--state-file', state],
      ...['--http', `127.0.0.1:${port}`],
    ]);
    server.close();
    expect([code, said]).to.deep.equal([
      4,
      `fairlead: cannot serve HTTP on 127.0.0.1:${port}: the port is in use: stop what uses it, or choose another with --http\n`,
    ]);
  });

  it('because it may not read a folder, says so and ends with 3', async function () {
    if (process.getuid?.() !== 0) skipSuite(this, 'another user is needed: run the tests as root');
    const { code, said } = await fairlead(folder, ['validate', '-f', folder], ['setpriv', ...NOBODY]);
    expect([code, said]).to.deep.equal([
      3,
      `fairlead: cannot read ${folder}: permission denied; run as a user who may read it\n`,
    ]);
  });
});

async function fairlead(
  cwd: string,
  args: readonly string[],
  prefix: readonly string[] = [],
): Promise<{ readonly code: number | null; readonly said: string }> {
  const [program = '', ...rest] = [
    ...prefix,
    process.execPath,
    '--conditions=@fairlead/source',
    PROGRAM,
    ...args,
  ];
  const child = spawn(program, rest, { cwd, stdio: ['ignore', 'ignore', 'pipe'], timeout: 60_000 });
  const chunks: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, said: Buffer.concat(chunks).toString() };
}

const PROGRAM = join(import.meta.dirname, '../../packages/k8s-adapter/src/fairlead.ts');
const NOBODY = ['--reuid', '65534', '--regid', '65534', '--clear-groups', '--'];
const KUBECONFIG = {
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: 'lab', cluster: { server: 'https://127.0.0.1:1' } }],
  users: [{ name: 'lab', user: { token: 'none' } }],
  contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'lab' } }],
};

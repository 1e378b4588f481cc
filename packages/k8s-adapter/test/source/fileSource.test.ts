import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { FileSource } from '../../src/source/fileSource.ts';
import type { SyntaxProblem } from '../../src/source/manifest.ts';

describe('a folder of manifests', () => {
  let folder = '';
  let stop = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let log: string[] = [];
  let problems: readonly SyntaxProblem[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fairlead-files-'));
    stop = new AbortController();
    log = [];
    problems = [];
  });

  afterEach(async () => {
    stop.abort();
    await running;
    await rm(folder, { recursive: true });
  });

  const start = (): void => {
    const source = new FileSource({
      paths: [folder],
      onSyntaxProblems: (found) => {
        problems = found;
      },
    });
    running = source.run(
      {
        put: ({ kind, key }, content) => log.push(`put ${kind} ${key} ${JSON.stringify(content['spec'])}`),
        remove: ({ kind, key }) => log.push(`remove ${kind} ${key}`),
        synced: () => log.push('synced'),
      },
      stop.signal,
    );
  };
  const write = async (name: string, text: string): Promise<void> => {
    await writeFile(join(folder, name), text);
  };
  const logged = async (wanted: readonly string[]): Promise<void> => {
    await eventually(`log is ${wanted.join()}`, () => {
      expect(log).to.deep.equal(wanted);
      return true;
    });
  };

  it('is passed on whole, then only what changes', async () => {
    await write('a.yaml', `${object('a', 1)}---\n${object('b', 1)}`);
    start();
    await logged(['put Service default/a {"n":1}', 'put Service default/b {"n":1}', 'synced']);
    log.length = 0;
    await write('a.yaml', `${object('a', 2)}---\n${object('b', 1)}`);
    await logged(['put Service default/a {"n":2}']);
    log.length = 0;
    await rm(join(folder, 'a.yaml'));
    await logged(['remove Service default/a', 'remove Service default/b']);
  });

  it('keeps the objects of a file that stops being YAML, and says so', async () => {
    await write('a.yaml', object('a', 1));
    start();
    await logged(['put Service default/a {"n":1}', 'synced']);
    await write('a.yaml', 'kind: [');
    await eventually('the problem is known', () => (problems.length === 1 ? true : null));
    await write('b.yaml', object('b', 1));
    await logged(['put Service default/a {"n":1}', 'synced', 'put Service default/b {"n":1}']);
    await write('a.yaml', object('a', 1));
    await eventually('the problem is gone', () => (problems.length === 0 ? true : null));
    expect(log).to.have.length(3);
  });

  it('is refused at the start where a file is no YAML, with file and line', async () => {
    await write('a.yaml', object('a', 1));
    await write('b.yaml', 'a: 1\nkind: [');
    const source = new FileSource({ paths: [folder], onSyntaxProblems: () => undefined });
    const sink = { put: () => undefined, remove: () => undefined, synced: () => undefined };
    const failure = await source.run(sink, stop.signal).catch((error: unknown) => String(error));
    expect(failure).to.match(/cannot read .*b\.yaml, line 2: .*; correct it and start again/);
  });

  it('that cannot be read is an error at once', async () => {
    const source = new FileSource({ paths: [join(folder, 'no')], onSyntaxProblems: () => undefined });
    const sink = { put: () => undefined, remove: () => undefined, synced: () => undefined };
    const failure = await source.run(sink, stop.signal).catch((error: unknown) => String(error));
    expect(failure).to.match(/cannot read .*no: there is no such file or folder/);
  });
});

function object(name: string, n: number): string {
  return `apiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec: { n: ${n} }\n`;
}

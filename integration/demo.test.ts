import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';

describe('the demo', () => {
  let steps: readonly Step[];

  before(async function () {
    this.timeout(90_000);
    const { code, output } = await runDemo();
    expect(code, output).to.equal(0);
    steps = stepsIn(output);
  });

  it('gives each Service an address of its pool', () => {
    expect(steps[0]?.services).to.deep.equal([
      ['infra/dns-tcp', '198.51.100.15', 'public'],
      ['infra/dns-udp', '198.51.100.15', 'public'],
      ['infra/mail', '203.0.113.0', 'edge'],
      ['shop/checkout', '198.51.100.10', 'public'],
      ['shop/web', '198.51.100.11', 'public'],
    ]);
  });

  it('announces them: AS path to the other AS, LOCAL_PREF inside, an aggregate to one router alone', () => {
    expect(steps[0]?.spine).to.deep.equal([
      [' ', '198.51.100.10/32', 'ac', '64500', '64500:100', '-'],
      [' ', '198.51.100.11/32', 'abc', '64500', '64500:100', '-'],
      [' ', '198.51.100.15/32', 'abc', '64500', '64500:100', '-'],
      [' ', '203.0.113.0/26', 'abc', '64500', '64512:7', '-'],
    ]);
    expect(steps[0]?.core).to.deep.equal([
      [' ', '198.51.100.10/32', 'ac', '-', '64500:100', '200'],
      [' ', '198.51.100.11/32', 'abc', '-', '64500:100', '200'],
      [' ', '198.51.100.15/32', 'abc', '-', '64500:100', '200'],
    ]);
  });

  it('loses the next hop of a node that dies, and gets it back', () => {
    const change = (from: string, to: string) => [
      ['-', '198.51.100.11/32', from, '-', '64500:100', '200'],
      ['+', '198.51.100.11/32', to, '-', '64500:100', '200'],
      ['-', '198.51.100.15/32', from, '-', '64500:100', '200'],
      ['+', '198.51.100.15/32', to, '-', '64500:100', '200'],
    ];
    expect(changesIn(steps[1]?.core)).to.deep.equal(change('abc', 'ac'));
    expect(changesIn(steps[2]?.core)).to.deep.equal(change('ac', 'abc'));
  });

  it('follows endpoints where the client address is kept', () => {
    expect(changesIn(steps[3]?.core)).to.deep.equal([
      ['-', '198.51.100.10/32', 'ac', '-', '64500:100', '200'],
      ['+', '198.51.100.10/32', 'a', '-', '64500:100', '200'],
    ]);
  });

  it('changes attributes where they are asked for', () => {
    const now = (steps[4]?.spine ?? []).filter(([mark]) => mark !== '-').map(([, ...row]) => row);
    expect(now).to.deep.equal([
      ['198.51.100.10/32', 'a', '64500', '64500:100 64500:300', '-'],
      ['198.51.100.11/32', 'abc', '64500', '64500:100 64500:300', '-'],
      ['198.51.100.15/32', 'abc', '64500', '64500:100 64500:300', '-'],
      ['203.0.113.0/26', 'abc', '64500', '64512:7', '-'],
    ]);
  });

  it('moves the Services whose addresses leave the pool, and no other', () => {
    expect(steps[5]?.services.map(([service, address]) => `${service} ${address}`)).to.deep.equal([
      'infra/dns-tcp 198.51.100.15',
      'infra/dns-udp 198.51.100.15',
      'infra/mail 203.0.113.0',
      'shop/checkout 198.51.100.16',
      'shop/web 198.51.100.17',
    ]);
    expect(changesIn(steps[5]?.core).map(([mark, prefix]) => `${mark}${prefix}`)).to.deep.equal([
      '-198.51.100.10/32',
      '-198.51.100.11/32',
      '+198.51.100.16/32',
      '+198.51.100.17/32',
    ]);
  });
});

interface Step {
  readonly services: readonly (readonly string[])[];
  /** Mark, prefix, nodes that are next hops, AS path, communities, LOCAL_PREF. */
  readonly spine: readonly Row[];
  readonly core: readonly Row[];
}

type Row = readonly [mark: string, prefix: string, ...cells: string[]];

async function runDemo(): Promise<{ readonly code: number | null; readonly output: string }> {
  const root = join(import.meta.dirname, '..');
  const demo = spawn(process.execPath, ['--conditions=@fairlead/source', join(root, 'scripts/demo.ts')]);
  const chunks: Buffer[] = [];
  for (const stream of [demo.stdout, demo.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve) => demo.once('close', resolve));
  return { code, output: Buffer.concat(chunks).toString() };
}

function stepsIn(output: string): readonly Step[] {
  const [, ...texts] = output.split(/^\d\. /m);
  return texts.map((text) => {
    const lines = text.split('\n');
    return {
      services: lines
        .filter((line) => /^ {6}(infra|shop)\//.test(line))
        .map((line) => line.trim().split(/ {2,}/)),
      spine: rowsAfter(lines, 'spine'),
      core: rowsAfter(lines, 'core'),
    };
  });
}

function rowsAfter(lines: readonly string[], router: string): readonly Row[] {
  const start = lines.findIndex((line) => line.startsWith(`  ${router} (`)) + 2;
  const rows: Row[] = [];
  for (const line of lines.slice(start)) {
    const [, mark = '', prefix = '', hops = '', ...cells] =
      /^ {4}([-+ ]) (\d\S+\/\d+) {2,}(\S+(?: \S+)*) {2,}(\S+(?: \S+)*) {2,}(\S+(?: \S+)*) {2,}(\S+)$/.exec(
        line,
      ) ?? [];
    if (prefix === '') break;
    rows.push([mark, prefix, nodesOf(hops), ...cells]);
  }
  return rows;
}

/** node-a is at .11, and so on. */
function nodesOf(nextHops: string): string {
  return nextHops
    .split(' ')
    .map((address) => 'abc'.charAt(Number(address.slice(address.lastIndexOf('.') + 1)) - 11))
    .join('');
}

function changesIn(rows: readonly Row[] | undefined): readonly Row[] {
  return (rows ?? []).filter(([mark]) => mark !== ' ');
}

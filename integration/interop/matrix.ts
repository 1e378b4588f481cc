import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Case } from './case/case.ts';
import { DAEMONS } from './router/router.ts';
import type { DaemonName } from './router/router.ts';

/** What a run has found. */
export interface Findings {
  readonly versions: ReadonlyMap<DaemonName, string>;
  readonly passed: ReadonlyMap<DaemonName, ReadonlySet<string>>;
}

/** Why these findings are not all that there is to know; `null` where they are. */
export function incompleteness(cases: readonly Case[], { versions, passed }: Findings): string | null {
  const missing = DAEMONS.filter((name) => !versions.has(name));
  if (missing.length > 0) return `without ${missing.join(', ')} there is no matrix`;
  const open = DAEMONS.filter((name) =>
    cases.some(
      ({ feature, lacks = {} }) => lacks[name] === undefined && passed.get(name)?.has(feature) !== true,
    ),
  );
  return open.length > 0 ? `not all was tried, or not all passed, with ${open.join(', ')}` : null;
}

/** The document that these findings make. */
export async function matrix(cases: readonly Case[], { versions }: Findings): Promise<string> {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const cell = ({ lacks = {} }: Case, name: DaemonName): string => {
    const why = lacks[name];
    return why === undefined ? 'passed' : `no: ${why}`;
  };
  const text = [
    INTRODUCTION,
    row(['together', ...DAEMONS.map((name) => `${name} ${versions.get(name) ?? ''}`)]),
    row(['---', ...DAEMONS.map(() => '---')]),
    ...cases.map((one) => row([one.feature, ...DAEMONS.map((name) => cell(one, name))])),
  ].join('\n');
  return await format(text, { ...(await resolveConfig(FILE)), parser: 'markdown' });
}

export function readDocument(): string {
  return readFileSync(FILE, 'utf8');
}

export function writeDocument(text: string): void {
  writeFileSync(FILE, text);
}

/** The head of the table, which names the versions. */
export function headOf(document: string): string {
  return /^\| together.*$/m.exec(document)?.[0].replaceAll(/\s+/g, ' ') ?? '';
}

const FILE = join(import.meta.dirname, '../../docs/interop.md');
const INTRODUCTION = `# Interoperability

What \`@fairlead/bgp-core\` does together with four routers, each a daemon that the tests start and ask. A test of
\`integration/interop\` stands behind each cell: \`passed\` where the router's own output says so, else what the router lacks.
The run itself writes this page, and a run with the same routers that finds something else fails:

\`\`\`sh
FAIRLEAD_WRITE_INTEROP=1 mocha --timeout 120000 integration/interop/interop.test.ts
\`\`\`

TCP MD5 and GTSM with FRR are in \`integration/netsys\`.
`;

import { format, resolveConfig } from 'prettier';
import { REASON_GROUPS } from '../../packages/k8s-adapter/src/decide/reasonTable.ts';
import {
  LAYER2_REASONS,
  PROGRAM_REASONS,
  SESSION_REASONS,
  WITHHELD_REASONS,
} from '../../packages/k8s-adapter/src/driver/logReason.ts';
import { PROBLEM_CODES, PROBLEM_REMEDIES } from '../../packages/k8s-adapter/src/model/problem.ts';

type Reasons = Readonly<Record<string, { readonly says: string; readonly remedy: string }>>;

/** The document with its lists of reasons as the code has them. */
export async function withReasons(document: string, file: string): Promise<string> {
  const start = document.indexOf(START) + START.length;
  const end = document.indexOf(END);
  if (start < START.length || end < start) throw new Error(`${file} has no place for reasons`);
  const text = `${document.slice(0, start)}\n\n${chapters().join('\n\n')}\n\n${document.slice(end)}`;
  return format(text, { ...(await resolveConfig(file)), parser: 'markdown' });
}

function chapters(): readonly string[] {
  return [
    '### Decisions',
    ...REASON_GROUPS.flatMap(({ title, reasons }) => [`#### ${title}`, tableOf(reasons)]),
    '### Problems of objects',
    tableOf(problems()),
    '### Ends of BGP sessions',
    tableOf(SESSION_REASONS),
    '### Routes that do not go out',
    tableOf(WITHHELD_REASONS),
    '### Layer 2',
    tableOf(LAYER2_REASONS),
    '### The programs',
    tableOf(PROGRAM_REASONS),
  ];
}

function problems(): Reasons {
  const remedies = new Map(Object.entries(PROBLEM_REMEDIES));
  return Object.fromEntries(
    Object.entries(PROBLEM_CODES).map(([code, says]) => [code, { says, remedy: remedies.get(code) ?? '' }]),
  );
}

function tableOf(reasons: Reasons): string {
  const rows = Object.entries(reasons).map(([name, { says, remedy }]) =>
    ['', `\`${name}\``, cell(says), cell(remedy), ''].join(' | ').trim(),
  );
  return ['| reason | meaning | what to do |', '| --- | --- | --- |', ...rows].join('\n');
}

/** Values in capitals, because braces mean something to nobody. */
function cell(text: string): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase()).replaceAll('|', '\\|');
}

const START = '<!-- reasons: written from the code by "npm run reasons"; edit them there -->';
const END = '<!-- end of reasons -->';

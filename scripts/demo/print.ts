import { styleText } from 'node:util';
import type { ServiceLine } from './fairleadProcess.ts';
import type { TableRow } from './router.ts';

type Style = 'bold' | 'dim' | 'green' | 'red' | 'cyan';

/** Says things on the standard output, in colour on a terminal only. */
export interface Voice {
  readonly say: (text: string) => void;
  readonly paint: (style: Style, text: string) => string;
}

export function voiceOf(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): Voice {
  const hasColour = stream.isTTY && (environment['NO_COLOR'] ?? '') === '';
  return {
    say: (text) => {
      stream.write(`${text}\n`);
    },
    paint: (style, text) => (hasColour ? styleText(style, text) : text),
  };
}

export function printServices(voice: Voice, services: readonly ServiceLine[]): void {
  const rows = services.map(({ service, addresses, pools, message }) => [
    service,
    addresses.join(' ') || '-',
    pools.join(' ') || message,
  ]);
  printColumns(
    voice,
    ['SERVICE', 'ADDRESS', 'POOL'],
    rows.map((cells) => ({ mark: ' ', cells })),
  );
}

/** A router's table; with the one before it, the rows that are new and those that are gone. */
export function printTable(voice: Voice, now: readonly TableRow[], before: readonly TableRow[] | null): void {
  const rows =
    before === null ? now.map((row) => ({ mark: ' ', cells: cellsOf(row) })) : difference(before, now);
  const title = ['PREFIX', 'NEXT HOPS', 'AS PATH', 'COMMUNITIES', 'LOCAL_PREF'];
  printColumns(voice, title, rows);
}

interface MarkedRow {
  /** `+` is there now, `-` was there before, a space is both. */
  readonly mark: string;
  readonly cells: readonly string[];
}

function difference(before: readonly TableRow[], now: readonly TableRow[]): readonly MarkedRow[] {
  const [old, current] = [before, now].map(
    (table) => new Map(table.map((row) => [keyOf(row), cellsOf(row)])),
  );
  const rows = [
    ...[...(old ?? [])].flatMap(([key, cells]) => (current?.has(key) === true ? [] : [{ mark: '-', cells }])),
    ...[...(current ?? [])].map(([key, cells]) => ({ mark: old?.has(key) === true ? ' ' : '+', cells })),
  ];
  // A stable sort: what was there comes before what is there now.
  return rows.sort((a, b) => compare(a.cells[0] ?? '', b.cells[0] ?? ''));
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function keyOf(row: TableRow): string {
  return cellsOf(row).join('|');
}

function cellsOf({ prefix, nextHops, asPath, communities, localPref }: TableRow): readonly string[] {
  return [prefix, nextHops.join(' '), asPath || '-', communities || '-', localPref || '-'];
}

function printColumns(voice: Voice, title: readonly string[], rows: readonly MarkedRow[]): void {
  const widths = title.map((name, column) =>
    Math.max(name.length, ...rows.map(({ cells }) => cells[column]?.length ?? 0)),
  );
  const line = (mark: string, cells: readonly string[]): string =>
    `    ${mark} ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd();
  voice.say(voice.paint('dim', line(' ', title)));
  for (const { mark, cells } of rows) {
    const style = MARKS.get(mark);
    const text = line(mark, cells);
    voice.say(style === undefined ? text : voice.paint(style, text));
  }
}

const MARKS: ReadonlyMap<string, Style> = new Map([
  ['+', 'green'],
  ['-', 'red'],
]);

import type { Line } from '../benchmark.ts';
import { isMet } from './wanted.ts';
import type { Wanted } from './wanted.ts';

/** The names of the columns, as wide as those of `rowOf`. */
export function headRow(): string {
  return join(['what', 'figure', 'ratio', 'wanted', 'met']);
}

/** A figure as a row of the table. */
export function rowOf({ what, value, unit, peer = null, wanted = [] }: Line): string {
  const ratio = peer === null ? null : value / peer.value;
  return join([
    what,
    `${formatNumber(value)} ${unit}`.trimEnd(),
    peer === null ? '' : `${formatNumber(value / peer.value)} x ${peer.name}`,
    wanted.map(describeWanted).join(', '),
    wanted.map((each) => MET.get(isMet(each, value, ratio)) ?? '').join(', '),
  ]);
}

/** Three digits that count, with M for millions. */
export function formatNumber(value: number): string {
  if (Math.abs(value) >= 999_500) return `${withDigits(value / 1e6)} M`;
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : withDigits(value);
}

function withDigits(value: number): string {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

function describeWanted({ kind, of, limit }: Wanted): string {
  return `${kind === 'atLeast' ? '>=' : '<='} ${formatNumber(limit)}${of === 'ratio' ? ' x' : ''}`;
}

function join(cells: readonly [string, string, string, string, string]): string {
  const [what, ...others] = cells;
  const row = others.map((cell, index) => cell.padStart(WIDTHS[index] ?? 0));
  return `  ${what.padEnd(WHAT_WIDTH)}  ${row.join('  ')}`.trimEnd();
}

const WHAT_WIDTH = 46;
const WIDTHS = [17, 20, 16, 8];
const MET: ReadonlyMap<boolean | null, string> = new Map([
  [true, 'yes'],
  [false, 'NO'],
  [null, 'no peer'],
]);

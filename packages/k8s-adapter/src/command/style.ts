import { styleText } from 'node:util';
import type { Io } from './command.ts';

/** Marks text for a terminal, or leaves it as it is. */
export interface Style {
  readonly title: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly dim: (text: string) => string;
}

export function styleFor({ hasColour }: Io): Style {
  const mark = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    hasColour ? styleText(format, text, { validateStream: false }) : text;
  return {
    title: mark('bold'),
    good: mark('green'),
    bad: mark('red'),
    warn: mark('yellow'),
    dim: mark('dim'),
  };
}

/** Columns as wide as their widest cell; the last one as it is. */
export function columns(rows: readonly (readonly string[])[], indent = ''): string {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, index) =>
    Math.max(...rows.map((row) => visibleLength(row[index] ?? ''))),
  );
  return rows
    .map(
      (row) =>
        `${indent}${row.map((cell, index) => padded(cell, widths[index] ?? 0)).join('  ')}`.trimEnd() + '\n',
    )
    .join('');
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(width - visibleLength(cell));
}

function visibleLength(text: string): number {
  return text.replaceAll(/\u001b\[\d+m/g, '').length;
}

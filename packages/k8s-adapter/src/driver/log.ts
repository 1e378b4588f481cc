import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { LogFormat, LogLevel } from '../config/schema.ts';

/** Where the programs say what happens: one line each, with `reason` from a closed list and the object concerned. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

export interface LogOptions {
  readonly level: LogLevel;
  readonly format: LogFormat;
  /** Fields of every line, such as the node. */
  readonly fields: Readonly<Record<string, string>>;
}

/** A log on a stream, by default standard error. */
export function createLog({ level, format, fields }: LogOptions, stream: LogStream = process.stderr): Log {
  const asText = format === 'text' || (format === 'auto' && stream.isTTY === true);
  const destination: DestinationStream = asText
    ? { write: (line) => stream.write(textLine(line, stream.isTTY === true)) }
    : { write: (line) => stream.write(line) };
  const options = {
    level,
    base: fields,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(options, destination);
}

export interface LogStream {
  readonly isTTY?: boolean;
  readonly write: (text: string) => unknown;
}

/** The fields of a line about something that was thrown. */
export function failure(error: unknown): { readonly error: string; readonly code?: string } {
  const words = error instanceof Error ? error.message : String(error);
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? { error: words, code: error.code }
    : { error: words };
}

/** Passes on what has not been said for a while; counts the rest. One per source of reasons that an outsider can repeat. */
export class Once {
  readonly #saidAt = new Map<string, number>();
  readonly #held = new Map<string, number>();
  readonly #every: number;

  constructor(every = 60_000) {
    this.#every = every;
  }

  /** How often the same was held back since it was last said, or `null` to hold it back now. */
  admit(what: string, now: number): number | null {
    const saidAt = this.#saidAt.get(what);
    if (saidAt !== undefined && now - saidAt < this.#every) {
      this.#held.set(what, (this.#held.get(what) ?? 0) + 1);
      return null;
    }
    const held = this.#held.get(what) ?? 0;
    this.#held.delete(what);
    this.#saidAt.set(what, now);
    return held;
  }
}

function textLine(line: string, hasColour: boolean): string {
  const { time, level, msg, ...fields } = JSON.parse(line) as LineOnTheWire;
  const details = Object.entries(fields)
    .map(([name, value]) => ` ${name}=${typeof value === 'string' ? quoted(value) : JSON.stringify(value)}`)
    .join('');
  const colour = COLOURS.get(level) ?? '';
  const paint = (code: string, text: string): string =>
    hasColour ? `\u001b[${code}m${text}\u001b[0m` : text;
  return `${paint('2', time.slice(11, 23))} ${paint(colour, level.padEnd(5))} ${msg}${paint('2', details)}\n`;
}

function quoted(value: string): string {
  return /^[^\s="]+$/.test(value) ? value : JSON.stringify(value);
}

interface LineOnTheWire {
  readonly time: string;
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

const COLOURS: ReadonlyMap<string, string> = new Map([
  ['debug', '2'],
  ['info', '36'],
  ['warn', '33'],
  ['error', '31'],
]);

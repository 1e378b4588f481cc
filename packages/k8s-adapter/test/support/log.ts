import type { Log } from '../../src/driver/log.ts';

/** Says nothing. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A log that keeps what it is told, as `level reason: sentence`. */
export function keptLog(): Log & { readonly said: readonly string[] } {
  const said: string[] = [];
  const keep =
    (level: string) =>
    (fields: unknown, sentence?: unknown): void => {
      const { reason = '' } = fields as { readonly reason?: string };
      said.push(`${level} ${reason}: ${String(sentence)}`);
    };
  return { said, debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') };
}

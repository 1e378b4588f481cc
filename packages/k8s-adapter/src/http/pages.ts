import type { Registry } from 'prom-client';
import type { Page } from './server.ts';
import { jsonAnswer, textAnswer } from './server.ts';

/** What a program shows of itself. */
export interface Exhibit {
  readonly registry: Registry;
  /** Why it does not do its work yet; `null` when it does. */
  readonly unreadiness: () => string | null;
  /** All that is known, as plain data without secrets. */
  readonly status: () => unknown;
}

/** The pages that every running program has. */
export function pagesOf({ registry, unreadiness, status }: Exhibit): Readonly<Record<string, Page>> {
  return {
    '/healthz': () => textAnswer(200, 'ok'),
    '/readyz': () => {
      const why = unreadiness();
      return why === null ? textAnswer(200, 'ok') : textAnswer(503, why);
    },
    '/metrics': async () => ({
      status: 200,
      contentType: registry.contentType,
      body: await registry.metrics(),
    }),
    '/status': () => jsonAnswer(status()),
  };
}

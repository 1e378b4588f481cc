import { request } from 'node:http';
import type { Attempt } from './client.ts';

const [url = '', every = '', count = '', patience = ''] = process.argv.slice(2);
let started = 0;
const timer = setInterval(ask, Number(every));
process.once('SIGTERM', () => {
  clearInterval(timer);
});
ask();

/** Each request has a connection of its own, and does not wait for the one before. */
function ask(): void {
  started++;
  if (started === Number(count)) clearInterval(timer);
  const at = Date.now();
  let done = false;
  const report = (outcome: Pick<Attempt, 'backend' | 'error'>): void => {
    if (done) return;
    done = true;
    console.log(JSON.stringify({ at, until: Date.now(), ...outcome } satisfies Attempt));
  };
  const asked = request(url, { agent: false, timeout: Number(patience) }, (answer) => {
    let body = '';
    answer.setEncoding('utf8');
    answer.on('data', (chunk: string) => (body += chunk));
    answer.once('end', () => {
      report({ backend: (JSON.parse(body) as { readonly backend: string }).backend, error: null });
    });
  });
  asked.once('timeout', () => asked.destroy(new Error('no answer')));
  asked.once('error', (error) => {
    report({ backend: null, error: error.message });
  });
  asked.end();
}

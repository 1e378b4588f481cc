import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Unavailable } from '../config/error.ts';
import { formatListen } from '../config/format.ts';
import type { ListenAddress } from '../config/format.ts';

/** What is answered at one path; asked anew for each request. */
export type Page = () => Promise<Answer> | Answer;

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** Answers GET and HEAD with pages and nothing else. */
export class HttpServer {
  readonly #pages: ReadonlyMap<string, Page>;
  readonly #server: Server;

  constructor(pages: Readonly<Record<string, Page>>) {
    this.#pages = new Map(Object.entries(pages));
    this.#server = createServer({ requestTimeout: 10_000, maxHeaderSize: 8192 }, (request, response) => {
      void this.#answer(request, response);
    });
  }

  /** The port that is listened on. */
  get port(): number | null {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : null;
  }

  async listen(listen: ListenAddress): Promise<void> {
    if (listen === null) return;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error: NodeJS.ErrnoException) => {
        reject(
          new Unavailable(`cannot serve HTTP on ${formatListen(listen)}: ${remedyFor(error)}`, {
            cause: error,
          }),
        );
      });
      this.#server.listen({ host: listen.address, port: listen.port }, resolve);
    });
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, contentType, body } = await this.#find(request);
    response.writeHead(status, {
      'content-type': contentType,
      'content-length': Buffer.byteLength(body),
      'x-content-type-options': 'nosniff',
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  async #find(request: IncomingMessage): Promise<Answer> {
    if (request.method !== 'GET' && request.method !== 'HEAD') return textAnswer(405, 'only GET is answered');
    const path = (request.url ?? '/').split('?', 1).join('');
    const page = this.#pages.get(path);
    if (page === undefined) return textAnswer(404, `there are ${[...this.#pages.keys()].join(', ')}`);
    try {
      return await page();
    } catch (error) {
      return textAnswer(500, error instanceof Error ? error.message : String(error));
    }
  }
}

export function textAnswer(status: number, text: string): Answer {
  return { status, contentType: 'text/plain; charset=utf-8', body: `${text}\n` };
}

export function jsonAnswer(value: unknown): Answer {
  return { status: 200, contentType: 'application/json', body: `${JSON.stringify(value, null, 2)}\n` };
}

function remedyFor({ code = '', message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'EADDRINUSE':
      return 'the port is in use: stop what uses it, or choose another with --http';
    case 'EADDRNOTAVAIL':
      return 'this machine does not have that address: choose another with --http';
    case 'EACCES':
      return 'ports below 1024 need CAP_NET_BIND_SERVICE: choose a higher one with --http';
    default:
      return message;
  }
}

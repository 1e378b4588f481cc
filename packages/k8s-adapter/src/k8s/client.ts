import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { RequestOptions } from 'node:https';
import type { Connection } from './connection.ts';
import { apiError } from './error.ts';
import { JsonLines } from './jsonLines.ts';

const REQUEST_TIMEOUT = 60_000;
const TCP_KEEP_ALIVE = 15_000;

export type Query = Readonly<Record<string, string | number | boolean | null>>;

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Query;
  readonly body?: unknown;
  /** `application/json` unless said otherwise; patches say which kind they are. */
  readonly contentType?: string;
  readonly signal?: AbortSignal;
  readonly timeout?: number;
}

/** The API server over plain HTTP: one JSON value per request, or a stream of them. */
export class ApiClient {
  readonly #connection: Connection;
  readonly #userAgent: string;

  constructor(connection: Connection, userAgent = 'fairlead') {
    this.#connection = connection;
    this.#userAgent = userAgent;
  }

  get server(): string {
    return this.#connection.server.origin;
  }

  /** The answer of one request; a refusal is thrown as `ApiError`, trouble on the way as an `Error` with a `code`. */
  async request(request: ApiRequest): Promise<unknown> {
    const timeout = AbortSignal.timeout(Math.ceil(request.timeout ?? REQUEST_TIMEOUT));
    const signal = request.signal === undefined ? timeout : AbortSignal.any([request.signal, timeout]);
    const response = await this.#send(request, signal);
    const body = await readText(response);
    return body === '' ? null : JSON.parse(body);
  }

  /** Hands over each JSON value of an endless answer as it arrives; returns when the server ends it, or is silent for too long. */
  async stream(
    path: string,
    query: Query,
    { signal, silence }: { readonly signal: AbortSignal; readonly silence: number },
    listener: { readonly opened: () => void; readonly value: (value: unknown) => void },
  ): Promise<void> {
    const response = await this.#send({ method: 'GET', path, query }, signal);
    listener.opened();
    const silent = new Error(`nothing heard for ${silence / 1000} s`);
    response.socket.setTimeout(silence, () => {
      response.destroy(silent);
    });
    try {
      const lines = new JsonLines();
      for await (const chunk of octets(response)) {
        for (const value of lines.push(chunk)) listener.value(value);
      }
    } catch (error) {
      if (error !== silent) throw error;
    } finally {
      response.socket.setTimeout(0);
    }
  }

  close(): void {
    this.#connection.close();
  }

  async #send(request: ApiRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const { server } = this.#connection;
    const credentials = await this.#connection.authenticate();
    const body = request.body === undefined ? null : JSON.stringify(request.body);
    const options: RequestOptions = {
      ...credentials,
      method: request.method,
      headers: {
        ...credentials.headers,
        accept: 'application/json',
        'user-agent': this.#userAgent,
        ...(body !== null && {
          'content-type': request.contentType ?? 'application/json',
          'content-length': Buffer.byteLength(body),
        }),
      },
      signal,
    };
    const url = new URL(server.pathname.replace(/\/$/, '') + request.path + queryText(request.query), server);
    const response = await exchange(url, options, body);
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return response;
    const text = await readText(response);
    throw apiError(`${request.method} ${request.path}`, status, text, response.headers['retry-after']);
  }
}

function exchange(url: URL, options: RequestOptions, body: string | null): Promise<IncomingMessage> {
  const send = url.protocol === 'http:' ? requestHttp : requestHttps;
  return new Promise((resolve, reject) => {
    const request = send(url, options, resolve);
    request.on('error', (error: NodeJS.ErrnoException) => {
      // The server closed a kept connection just as we took it: nothing was asked yet, so ask again.
      if (request.reusedSocket && error.code === 'ECONNRESET' && options.method !== 'POST') {
        resolve(exchange(url, options, body));
      } else {
        reject(error);
      }
    });
    request.setSocketKeepAlive(true, TCP_KEEP_ALIVE);
    request.end(body ?? undefined);
  });
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of octets(response)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function octets(response: IncomingMessage): AsyncIterable<Uint8Array> {
  return response;
}

function queryText(query: Query = {}): string {
  const parameters = Object.entries(query)
    .filter(([, value]) => value !== null)
    .map(([name, value]): [string, string] => [name, String(value)]);
  return parameters.length === 0 ? '' : `?${new URLSearchParams(parameters).toString()}`;
}

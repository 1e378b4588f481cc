import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { FakeStore, Refusal, strategicMergePatch } from './fakeStore.ts';
import type { Stored } from './fakeStore.ts';

/** What the Kubernetes API server does for one client on loopback, with switches for its bad days. */
export class FakeApiServer {
  readonly store = new FakeStore();
  /** `METHOD path?query`, in the order of arrival. */
  readonly requests: string[] = [];
  /** Asked before each request is answered; what it returns is sent as a refusal. */
  refuse: (method: string, path: string) => Refusal | null = () => null;
  readonly #server: Server = createServer((request, response) => void this.#answer(request, response));
  readonly #watches = new Set<ServerResponse>();
  #port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get watchCount(): number {
    return this.#watches.size;
  }

  /** Starts, on the same port as before where it was stopped. */
  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
    return this;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  endWatches(): void {
    for (const response of this.#watches) response.end();
  }

  breakWatches(): void {
    for (const response of this.#watches) response.destroy();
  }

  bookmark(): void {
    const line = { type: 'BOOKMARK', object: { metadata: { resourceVersion: String(this.store.version) } } };
    for (const response of this.#watches) response.write(`${JSON.stringify(line)}\n`);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const method = request.method ?? 'GET';
    this.requests.push(`${method} ${url.pathname}${url.search}`);
    try {
      const body = await readBody(request);
      const refusal = this.refuse(method, url.pathname);
      if (refusal !== null) throw refusal;
      if (url.searchParams.get('watch') === 'true') this.#watch(url, response);
      else sendJson(response, 200, this.#act(method, url, body, request.headers['content-type'] ?? ''));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      sendJson(response, error.code, error.status(), error.headers);
    }
  }

  #act(method: string, url: URL, body: Stored | null, contentType: string): unknown {
    const [path, isStatus] = url.pathname.endsWith('/status')
      ? [url.pathname.slice(0, -'/status'.length), true]
      : [url.pathname, false];
    switch (method) {
      case 'GET':
        if (this.store.isRoot(path)) return this.store.resources(path);
        return this.store.isCollection(path) ? this.#list(path, url.searchParams) : this.store.read(path);
      case 'POST':
        return this.store.create(path, body ?? {});
      case 'PUT':
        return this.store.replace(path, body ?? {});
      case 'PATCH':
        if (contentType === 'application/merge-patch+json')
          return this.store.patch(path, body ?? {}, isStatus);
        if (contentType === 'application/strategic-merge-patch+json') {
          return this.store.patch(path, body ?? {}, isStatus, strategicMergePatch);
        }
        throw new Refusal(415, 'UnsupportedMediaType');
      case 'DELETE':
        return this.store.delete(path);
      default:
        throw new Refusal(405, 'MethodNotAllowed');
    }
  }

  #list(path: string, query: URLSearchParams): unknown {
    const all = this.store.list(path);
    const start = Number(query.get('continue') ?? 0);
    const end = Math.min(all.length, start + Number(query.get('limit') ?? all.length));
    const metadata = {
      resourceVersion: String(this.store.version),
      ...(end < all.length && { continue: String(end) }),
    };
    return { kind: 'List', metadata, items: all.slice(start, end) };
  }

  #watch(url: URL, response: ServerResponse): void {
    const from = Number(url.searchParams.get('resourceVersion'));
    if (from < this.store.oldestVersion) throw new Refusal(410, 'Expired');
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    const stop = this.store.watch(url.pathname, from, (event) => {
      response.write(`${JSON.stringify(event)}\n`);
    });
    this.#watches.add(response);
    response.on('close', () => {
      stop();
      this.#watches.delete(response);
    });
  }
}

async function readBody(request: IncomingMessage): Promise<Stored | null> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return chunks.length === 0 ? null : (JSON.parse(Buffer.concat(chunks).toString()) as Stored);
}

function sendJson(response: ServerResponse, status: number, value: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

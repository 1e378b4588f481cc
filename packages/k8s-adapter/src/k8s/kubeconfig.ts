import { existsSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { ConfigError } from '../config/error.ts';
import type { Connection, Credentials } from './connection.ts';

const CREDENTIALS_LIFE = 10_000;

/** Which kubeconfig, and which of its contexts; `null` is what kubectl would take. */
export interface KubeconfigChoice {
  readonly path: string | null;
  readonly context: string | null;
}

/** The API server that a kubeconfig names, with its certificates, tokens, plugins and proxies. */
export async function kubeconfigConnection(choice: KubeconfigChoice): Promise<Connection> {
  // Loaded only here: the module costs 80 MB and 300 ms, which a pod does not need.
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  const origin = load(config, choice.path);
  chooseContext(config, choice.context, origin);
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new ConfigError(`${origin}: its current context names no cluster that it has`);
  const server = parseServer(cluster.server, origin);
  if (server.protocol === 'http:') allowPlainHttp(config);
  const agent =
    server.protocol === 'http:' ? new HttpAgent({ keepAlive: true }) : new HttpsAgent({ keepAlive: true });
  const proxied = cluster.proxyUrl !== undefined;
  return {
    server,
    namespace: config.getContextObject(config.getCurrentContext())?.namespace ?? null,
    authenticate: remember(async () => {
      const options: Credentials = { headers: {} };
      await config.applyToHTTPSOptions(options);
      return proxied ? options : { ...options, agent };
    }),
    close: () => {
      agent.destroy();
    },
  };
}

function load(config: KubeConfig, path: string | null): string {
  const wanted = path ?? process.env['KUBECONFIG'] ?? null;
  if (path !== null && !existsSync(path)) {
    throw new ConfigError(`no kubeconfig at ${path}: name an existing file with --kubeconfig`);
  }
  const origin = wanted === null ? 'the default kubeconfig' : `kubeconfig ${wanted}`;
  try {
    if (path === null) config.loadFromDefault();
    else config.loadFromFile(path);
  } catch (cause) {
    throw new ConfigError(`${origin} cannot be read: ${firstLine(cause)}`, { cause });
  }
  return origin;
}

function chooseContext(config: KubeConfig, context: string | null, origin: string): void {
  const names = config.getContexts().map(({ name }) => name);
  const known = names.length === 0 ? 'it has no context at all' : `it has ${names.join(', ')}`;
  if (context !== null) config.setCurrentContext(context);
  const current = config.getCurrentContext() as string | undefined;
  if (current === undefined || current === '') {
    throw new ConfigError(`${origin} has no current context (${known}): choose one with --context`);
  }
  if (!names.includes(current)) {
    throw new ConfigError(`${origin} has no context "${current}" (${known}): choose one with --context`);
  }
}

function parseServer(server: string, origin: string): URL {
  if (!URL.canParse(server)) throw new ConfigError(`${origin}: server "${server}" is no URL`);
  return new URL(server);
}

/** The library takes a server without TLS, such as `kubectl proxy`, only where its certificate need not be right. */
function allowPlainHttp(config: KubeConfig): void {
  config.clusters = config.clusters.map((cluster) => ({ ...cluster, skipTLSVerify: true }));
}

function remember(authenticate: () => Promise<Credentials>): () => Promise<Credentials> {
  let options: Promise<Credentials> | null = null;
  let askedAt = -Infinity;
  return () => {
    if (options !== null && performance.now() - askedAt < CREDENTIALS_LIFE) return options;
    askedAt = performance.now();
    options = authenticate();
    options.catch(() => {
      options = null;
    });
    return options;
  };
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1).join('');
}

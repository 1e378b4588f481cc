import { setTimeout as sleep } from 'node:timers/promises';
import { millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import { ConfigError, Unavailable } from '../config/error.ts';
import { formatSpan } from '../config/format.ts';
import type { Log } from '../driver/log.ts';
import { backoffDelay } from '../k8s/backoff.ts';
import { ApiClient } from '../k8s/client.ts';
import type { Connection } from '../k8s/connection.ts';
import { ApiError } from '../k8s/error.ts';
import { inClusterConnection, isInCluster } from '../k8s/inCluster.ts';
import { kubeconfigConnection } from '../k8s/kubeconfig.ts';

export interface ConnectOptions {
  readonly kubeconfig: string | null;
  readonly context: string | null;
  readonly namespace: string | null;
  readonly serverTimeout: Millis | null;
}

/** An API server that has answered, and the namespace that is ours there. */
export interface Cluster {
  readonly api: ApiClient;
  readonly namespace: string;
}

/** Finds the cluster and waits for its API server. */
export async function connect(
  options: ConnectOptions,
  environment: NodeJS.ProcessEnv,
  log: Log,
  signal: AbortSignal,
): Promise<Cluster> {
  const { kubeconfig, context, namespace } = options;
  const isPod = kubeconfig === null && context === null && isInCluster(environment);
  const connection = isPod
    ? await inClusterConnection(environment)
    : await kubeconfigConnection({ path: kubeconfig, context });
  const api = new ApiClient(connection);
  await awaitServer(api, options.serverTimeout ?? (isPod ? FOR_EVER : PATIENCE), log, signal);
  return { api, namespace: namespace ?? namespaceOf(connection, isPod) };
}

/** A kubeconfig mostly names the namespace of somebody's work, not ours. */
function namespaceOf(connection: Connection, isPod: boolean): string {
  return (isPod ? connection.namespace : null) ?? DEFAULT_NAMESPACE;
}

async function awaitServer(api: ApiClient, patience: Millis, log: Log, signal: AbortSignal): Promise<void> {
  const startedAt = performance.now();
  for (let failures = 1; ; failures++) {
    try {
      await api.request({ method: 'GET', path: '/version', signal, timeout: 10_000 });
      return;
    } catch (error) {
      if (signal.aborted) return;
      const refusal = finalWord(api, error);
      if (refusal !== null) throw refusal;
      const sentence = `the API server at ${api.server} does not answer: ${reasonOf(error)}`;
      if (performance.now() - startedAt >= patience) {
        const waited = patience === 0 ? '' : ` within ${formatSpan(patience)}`;
        throw new Unavailable(
          `${sentence}${waited}. Start it, or name another with --kubeconfig and --context`,
          {
            cause: error,
          },
        );
      }
      if (failures === 1) log.warn({ reason: 'serverUnavailable' }, `${sentence}; trying again`);
      await sleep(backoffDelay(BACKOFF, failures, Math.random()), null, { signal }).catch(() => null);
    }
  }
}

/** What waiting does not mend. */
function finalWord(api: ApiClient, error: unknown): Error | null {
  const code = codeOf(error);
  if (error instanceof ApiError && error.status === 401) {
    return new ConfigError(
      `the API server at ${api.server} does not know us: renew the credentials of the kubeconfig`,
    );
  }
  if (code.startsWith('ERR_TLS') || code.includes('CERT') || code.startsWith('UNABLE_TO_')) {
    return new ConfigError(
      `the certificate of the API server at ${api.server} is not trusted (${code}): correct certificate-authority in the kubeconfig`,
      { cause: error },
    );
  }
  return null;
}

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return REASONS.get(code) ?? (error instanceof Error ? error.message : String(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'the connection is refused'],
  ['ETIMEDOUT', 'the connection times out'],
  ['EHOSTUNREACH', 'there is no route to it'],
  ['ENETUNREACH', 'there is no route to it'],
  ['ENOTFOUND', 'its name is not known'],
  ['EAI_AGAIN', 'its name cannot be looked up now'],
]);
const BACKOFF = { first: millis(250), most: millis(5000) };
const PATIENCE = millis(30_000);
const FOR_EVER = millis(Number.MAX_SAFE_INTEGER);
const DEFAULT_NAMESPACE = 'fairlead-system';

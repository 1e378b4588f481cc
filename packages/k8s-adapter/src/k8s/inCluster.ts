import { readFile } from 'node:fs/promises';
import { Agent } from 'node:https';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { ConfigError } from '../config/error.ts';
import type { Connection } from './connection.ts';

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
const TOKEN_LIFE = 60_000;

/** Whether this process runs in a pod. */
export function isInCluster(environment: NodeJS.ProcessEnv): boolean {
  return environment['KUBERNETES_SERVICE_HOST'] !== undefined;
}

/** The API server of the cluster that this process is a pod of, with the rights of its service account. */
export async function inClusterConnection(
  environment: NodeJS.ProcessEnv,
  folder: string = SERVICE_ACCOUNT,
): Promise<Connection> {
  const host = environment['KUBERNETES_SERVICE_HOST'] ?? '';
  const port = environment['KUBERNETES_SERVICE_PORT'] ?? '443';
  const [ca, namespace] = await Promise.all([
    readAccountFile(folder, 'ca.crt'),
    readFile(join(folder, 'namespace'), 'utf8').catch(() => null),
  ]);
  const agent = new Agent({ keepAlive: true, ca });
  const token = tokenFile(folder);
  await token();
  return {
    server: new URL(`https://${isIPv6(host) ? `[${host}]` : host}:${port}`),
    namespace,
    authenticate: async () => ({ agent, headers: { authorization: `Bearer ${await token()}` } }),
    close: () => {
      agent.destroy();
    },
  };
}

/** Tokens are replaced on disk while we run, so the file is read again once a minute. */
function tokenFile(folder: string): () => Promise<string> {
  let token = '';
  let readAt = -Infinity;
  return async () => {
    if (performance.now() - readAt >= TOKEN_LIFE) {
      token = (await readAccountFile(folder, 'token')).trim();
      readAt = performance.now();
    }
    return token;
  };
}

async function readAccountFile(folder: string, name: string): Promise<string> {
  const path = join(folder, name);
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new ConfigError(
      `cannot read ${path}, which a pod has from its service account: give the pod one (automountServiceAccountToken), or use --kubeconfig`,
      { cause },
    );
  }
}

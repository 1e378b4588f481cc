import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDaemon } from '../daemon.ts';
import type { Daemon } from '../daemon.ts';
import type { Lab } from '../lab.ts';
import { ownLoopback } from '../network/loopback.ts';
import { programOf } from '../tool/catalogue.ts';
import { connectKubernetes } from './client.ts';
import type { KubernetesClient } from './client.ts';
import { startEtcd } from './etcd.ts';
import type { Etcd } from './etcd.ts';

/** A real kube-apiserver over a real etcd, with RBAC, and a client that may do everything. */
export interface ApiServer {
  readonly url: string;
  /** The certificate to trust, as PEM. */
  readonly authority: string;
  readonly client: KubernetesClient;
  readonly etcd: Etcd;
  /** The running daemon, a new one after each restart. */
  readonly daemon: Daemon;
  /** A kubeconfig file; without a token for one who may do everything. */
  readonly kubeconfig: (token?: string) => string;
  /** The token of a service account, with the rights that RBAC gives it. */
  readonly serviceAccountToken: (namespace: string, name: string) => Promise<string>;
  readonly stop: () => Promise<void>;
  /** Starts it again at the same address, over the same etcd. */
  readonly start: () => Promise<void>;
}

export interface ApiServerOptions {
  /** Where it listens, on this machine. */
  readonly address?: string;
}

export async function startApiServer(
  lab: Lab,
  { address = ownLoopback() }: ApiServerOptions = {},
): Promise<ApiServer> {
  const etcd = await startEtcd(lab);
  const port = FIRST_PORT + instances++;
  const folder = join(lab.folder, `api-server-${port}`);
  mkdirSync(folder);
  const adminToken = randomBytes(16).toString('hex');
  writeFileSync(join(folder, 'tokens.csv'), `${adminToken},admin,admin,system:masters\n`);
  writeServiceAccountKey(folder);
  const program = await programOf('kube-apiserver');
  const url = `https://${address}:${port}`;
  const launch = (): Daemon =>
    startDaemon(lab, {
      name: 'kube-apiserver',
      program,
      args: [
        '--etcd-servers',
        etcd.url,
        '--bind-address',
        address,
        '--secure-port',
        String(port),
        ...settings(folder),
      ],
    });

  let daemon = launch();
  const authority = await daemon.until('writes its certificate', () =>
    readFileSync(join(folder, 'apiserver.crt'), 'utf8'),
  );
  const client = connectKubernetes({ url, authority, token: adminToken });
  const isReady = async (): Promise<true | null> => ((await client.text('/readyz')) === 'ok' ? true : null);
  await daemon.until('is ready', isReady, START_LIMIT);
  lab.onClose({ stop: client.close, abandon: client.close });

  return {
    url,
    authority,
    client,
    etcd,
    get daemon() {
      return daemon;
    },
    kubeconfig: (token = adminToken) => {
      const file = join(folder, `kubeconfig-${++kubeconfigs}`);
      writeFileSync(file, kubeconfigText(url, authority, token), { mode: 0o600 });
      return file;
    },
    serviceAccountToken: async (namespace, name) => {
      const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
      const answer = await client.post<TokenRequest>(path, {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { expirationSeconds: 3600 },
      });
      return answer.status.token;
    },
    stop: async () => {
      await daemon.stop();
    },
    start: async () => {
      daemon = launch();
      await daemon.until('is ready', isReady, START_LIMIT);
    },
  };
}

interface TokenRequest {
  readonly status: { readonly token: string };
}

function settings(folder: string): readonly string[] {
  return [
    ['--cert-dir', folder],
    ['--token-auth-file', join(folder, 'tokens.csv')],
    ['--authorization-mode', 'RBAC'],
    ['--service-cluster-ip-range', '10.96.0.0/16,fd00:10:96::/112'],
    ['--service-account-issuer', 'https://kubernetes.default.svc'],
    ['--service-account-key-file', join(folder, 'service-account.pub')],
    ['--service-account-signing-key-file', join(folder, 'service-account.key')],
    ['--disable-admission-plugins', 'ServiceAccount,TaintNodesByCondition'],
    ['--endpoint-reconciler-type', 'none'],
    ['--allow-privileged'],
  ].flat();
}

function writeServiceAccountKey(folder: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  writeFileSync(join(folder, 'service-account.key'), privateKey, { mode: 0o600 });
  writeFileSync(join(folder, 'service-account.pub'), publicKey);
}

function kubeconfigText(server: string, authority: string, token: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'lab',
        cluster: { server, 'certificate-authority-data': Buffer.from(authority).toString('base64') },
      },
    ],
    users: [{ name: 'lab', user: { token } }],
    contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'lab' } }],
    'current-context': 'lab',
  });
}

let instances = 0;
let kubeconfigs = 0;
const FIRST_PORT = 6443;
const START_LIMIT = 60_000;

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ConfigError } from '../../src/config/error.ts';
import { inClusterConnection } from '../../src/k8s/inCluster.ts';
import { kubeconfigConnection } from '../../src/k8s/kubeconfig.ts';

describe('a kubeconfig', () => {
  let folder: string;

  before(function () {
    this.timeout(20_000);
    folder = mkdtempSync(join(tmpdir(), 'fairlead-kubeconfig-'));
    return import('@kubernetes/client-node');
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (content: unknown): string => {
    const path = join(folder, `${files++}.yaml`);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };

  it('says where the server is, in which namespace, and with which token', async () => {
    const connection = await kubeconfigConnection({ path: write(kubeconfig()), context: null });
    const { headers, rejectUnauthorized } = await connection.authenticate();
    expect({
      server: connection.server.href,
      namespace: connection.namespace,
      rejectUnauthorized,
    }).to.deep.equal({
      server: 'https://192.0.2.1:6443/',
      namespace: 'shop',
      rejectUnauthorized: false,
    });
    expect(headers).to.deep.equal({ Authorization: 'Bearer secret' });
    connection.close();
  });

  it('may be asked for another of its contexts', async () => {
    const connection = await kubeconfigConnection({ path: write(kubeconfig()), context: 'other' });
    expect(connection.server.href).to.equal('https://192.0.2.2:6443/');
    connection.close();
  });

  it('may name a server without TLS, such as kubectl proxy', async () => {
    const clusters = [{ name: 'main', cluster: { server: 'http://127.0.0.1:8001' } }];
    const connection = await kubeconfigConnection({
      path: write({ ...kubeconfig(), clusters }),
      context: null,
    });
    await connection.authenticate();
    expect(connection.server.href).to.equal('http://127.0.0.1:8001/');
    connection.close();
  });

  const bad: readonly (readonly [string, unknown, string | null, string])[] = [
    [
      'has no context',
      { ...kubeconfig(), 'current-context': '' },
      null,
      'has no current context (it has main, other): choose one with --context',
    ],
    ['is empty', {}, null, 'has no current context (it has no context at all)'],
    ['lacks the context asked for', kubeconfig(), 'x', 'has no context "x" (it has main, other)'],
    [
      'names a cluster that it lacks',
      { ...kubeconfig(), clusters: [] },
      null,
      'names no cluster that it has',
    ],
    ['is no YAML', 'a: [', null, 'cannot be read'],
  ];
  for (const [what, content, context, message] of bad) {
    it(`that ${what} is one clear sentence`, async () => {
      const error = await kubeconfigConnection({ path: write(content), context }).catch(
        (caught: unknown) => caught,
      );
      expect(error).to.be.instanceOf(ConfigError);
      expect(String(error)).to.include(message).and.not.include('secret');
    });
  }

  it('that does not exist is one clear sentence', async () => {
    const error = await kubeconfigConnection({ path: '/nowhere/config', context: null }).catch(String);
    expect(error).to.equal(
      'ConfigError: no kubeconfig at /nowhere/config: name an existing file with --kubeconfig',
    );
  });
});

describe('the connection of a pod', () => {
  it('uses the service account', async () => {
    const account = mkdtempSync(join(tmpdir(), 'fairlead-account-'));
    mkdirSync(account, { recursive: true });
    for (const [name, content] of [
      ['ca.crt', 'x'],
      ['token', 'secret\n'],
      ['namespace', 'system'],
    ] as const) {
      writeFileSync(join(account, name), content);
    }
    const environment = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443' };
    const connection = await inClusterConnection(environment, account);
    expect(connection.server.href).to.equal('https://[fd00::1]:6443/');
    expect(connection.namespace).to.equal('system');
    expect((await connection.authenticate()).headers).to.deep.equal({ authorization: 'Bearer secret' });
    connection.close();
    rmSync(account, { recursive: true });
  });

  it('says what a pod without a service account lacks', async () => {
    const error = await inClusterConnection({ KUBERNETES_SERVICE_HOST: '192.0.2.1' }, '/nowhere').catch(
      String,
    );
    expect(error).to.include('cannot read /nowhere/ca.crt').and.include('--kubeconfig');
  });
});

let files = 0;

function kubeconfig(): Readonly<Record<string, unknown>> {
  return {
    clusters: [
      { name: 'main', cluster: { server: 'https://192.0.2.1:6443', 'insecure-skip-tls-verify': true } },
      { name: 'other', cluster: { server: 'https://192.0.2.2:6443' } },
    ],
    users: [{ name: 'me', user: { token: 'secret' } }],
    contexts: [
      { name: 'main', context: { cluster: 'main', user: 'me', namespace: 'shop' } },
      { name: 'other', context: { cluster: 'other', user: 'me' } },
    ],
    'current-context': 'main',
  };
}

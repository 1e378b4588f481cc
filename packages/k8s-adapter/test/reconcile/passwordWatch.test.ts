import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { ApiClient } from '../../src/k8s/client.ts';
import { PasswordWatch } from '../../src/reconcile/passwordWatch.ts';
import { ClusterState } from '../../src/source/clusterState.ts';
import { FakeApiServer } from '../support/fakeApiServer.ts';
import { plainConnection } from '../support/loopback.ts';
import { silentLog } from '../support/log.ts';

describe('the passwords of peers', () => {
  let server: FakeApiServer;
  let watch: PasswordWatch;
  let state: ClusterState;
  let api: ApiClient;
  const abort = new AbortController();
  const said: string[] = [];

  before(async () => {
    server = await new FakeApiServer().start();
    api = new ApiClient(plainConnection(server.url));
    const listener = {
      serviceChanged: ignore,
      nodesChanged: ignore,
      problemsChanged: ignore,
      synced: ignore,
    };
    state = new ClusterState(
      {
        ...listener,
        configChanged: () => {
          watch.configChanged();
        },
      },
      { configNamespace: null, hasSecrets: true },
    );
    watch = new PasswordWatch(api, {
      state,
      log: silentLog,
      events: {
        record: ({ reason, message, regarding }) =>
          said.push(`${regarding.kind} ${regarding.name} ${reason} ${message}`),
        forget: ignore,
      },
      listener: { failed: ignore, recovered: ignore },
      signal: abort.signal,
    });
  });

  after(async () => {
    abort.abort();
    await watch.ended();
    api.close();
    await server.stop();
  });

  it('are read from the namespace that a peer names, and those of no other are asked for', async () => {
    server.store.put('/api/v1/namespaces/routers/secrets', secret('tor', 'hush'));
    state.put(PEER, peer('tor'), null);
    watch.begin();
    await eventually('known', () => (state.passwords.get('tor') === 'hush' ? true : null));
    const asked = server.requests.map((request) => request.replace(/\?.*/, ''));
    expect(new Set(asked)).to.deep.equal(new Set(['GET /api/v1/namespaces/routers/secrets']));
    expect(state.config.peers.map(({ name }) => name)).to.deep.equal(['tor']);
  });

  it('follow their Secret', async () => {
    server.store.put('/api/v1/namespaces/routers/secrets', secret('tor', 'whisper'));
    await eventually('changed', () => (state.passwords.get('tor') === 'whisper' ? true : null));
    expect(said).to.deep.equal([]);
  });

  it('that do not exist are told of, without a word of others, and their peer waits', async () => {
    state.put(PEER, peer('spine'), null);
    await eventually('said', () => said[0] ?? null);
    expect(said).to.deep.equal([
      'BGPPeer tor UnknownReference spec.passwordSecret names Secret routers/spine, which does not exist; the session waits for it',
    ]);
    expect(state.config.peers).to.deep.equal([]);
  });
});

function ignore(): void {
  return undefined;
}

function peer(secretName: string): Readonly<Record<string, unknown>> {
  return {
    apiVersion: 'metallb.io/v1beta2',
    kind: 'BGPPeer',
    metadata: { name: 'tor', namespace: 'routers' },
    spec: {
      myASN: 64512,
      peerASN: 64500,
      peerAddress: '192.0.2.1',
      passwordSecret: { name: secretName },
    },
  };
}

function secret(name: string, password: string): Readonly<Record<string, unknown>> {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: 'routers' },
    type: 'kubernetes.io/basic-auth',
    data: { password: Buffer.from(password).toString('base64') },
  };
}

const PEER = { apiVersion: 'metallb.io/v1beta2', kind: 'BGPPeer', key: 'routers/tor' };

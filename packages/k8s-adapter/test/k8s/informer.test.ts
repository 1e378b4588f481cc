import { millis } from '@fairlead/inet';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { ApiClient } from '../../src/k8s/client.ts';
import { Informer } from '../../src/k8s/informer.ts';
import type { InformerOptions } from '../../src/k8s/informer.ts';
import type { Resource } from '../../src/k8s/resource.ts';
import { FakeApiServer } from '../support/fakeApiServer.ts';
import { Refusal } from '../support/fakeStore.ts';
import { plainConnection } from '../support/loopback.ts';

describe('an informer', () => {
  let server: FakeApiServer;
  let following: Following;

  beforeEach(async () => {
    server = await new FakeApiServer().start();
  });

  afterEach(async () => {
    await following.stop();
    await server.stop();
  });

  it('tells everything that exists before it says that it has synced, page by page', async () => {
    for (let index = 0; index < 7; index++) server.store.put(SERVICES, service(`s${index}`));
    following = follow(server, { pageSize: 3 });
    await following.synced();
    expect(following.told.slice(0, 8)).to.deep.equal([
      ...[0, 1, 2, 3, 4, 5, 6].map((index) => `+shop/s${index}`),
      'synced',
    ]);
    const lists = server.requests.filter((request) => !request.includes('watch=true'));
    expect(
      lists.map((request) => new URL(request.slice(4), server.url).searchParams.get('continue')),
    ).to.deep.equal([null, '3', '6']);
  });

  it('tells what is added, changed and deleted while it watches, each once', async () => {
    following = follow(server);
    await following.synced();
    server.store.put(SERVICES, service('a'));
    server.store.put(SERVICES, service('a', 'changed'));
    server.store.delete(`${SERVICES}/a`);
    await following.hears('-shop/a');
    expect(following.told).to.deep.equal(['synced', '+shop/a', '+shop/a', '-shop/a']);
  });

  it('goes on from where it was when a watch ends or breaks, without a new list', async () => {
    following = follow(server);
    await following.synced();
    server.store.put(SERVICES, service('a'));
    await following.hears('+shop/a');
    server.breakWatches();
    server.store.put(SERVICES, service('b'));
    await following.hears('+shop/b');
    expect(server.requests.filter((request) => !request.includes('watch=true'))).to.have.length(1);
    expect(following.told.filter((word) => word === '+shop/a')).to.have.length(1);
  });

  it('begins a watch anew that has been silent for long, without a word', async () => {
    following = follow(server, { silence: 1100 });
    await following.synced();
    await eventually('second watch', () => (watches(server).length > 1 ? true : null), { every: 5 });
    expect(following.told).to.deep.equal(['synced']);
  });

  it('resumes at the version of the last bookmark', async () => {
    following = follow(server);
    await following.synced();
    await eventually('a watch', () => server.watchCount || null, { every: 5 });
    server.store.put(PODS, service('elsewhere'));
    server.bookmark();
    server.endWatches();
    await eventually('second watch', () => (watches(server).length > 1 ? true : null), { every: 5 });
    expect(watches(server).at(-1)).to.include(`resourceVersion=${server.store.version}`);
  });

  it('lists again when its version is gone (410), and tells only the difference', async () => {
    for (const name of ['kept', 'changed', 'deleted']) server.store.put(SERVICES, service(name));
    following = follow(server);
    await following.synced();
    await server.stop();
    server.store.put(SERVICES, service('changed', 'now'));
    server.store.delete(`${SERVICES}/deleted`);
    server.store.compact();
    await server.start();
    await following.hears('-shop/deleted');
    const afterSync = following.told.slice(following.told.indexOf('synced') + 1);
    expect(afterSync.filter((word) => !word.startsWith('!'))).to.deep.equal([
      'recovered',
      '+shop/changed',
      '-shop/deleted',
    ]);
  });

  it('keeps what it knows while the server is away, and says so once it is back', async () => {
    server.store.put(SERVICES, service('a'));
    following = follow(server);
    await following.synced();
    await server.stop();
    await eventually('three failures', () => (following.count('!') >= 3 ? true : null), { every: 5 });
    expect(following.told).to.not.include('-shop/a');
    await server.start();
    await following.hears('recovered');
    server.store.put(SERVICES, service('b'));
    await following.hears('+shop/b');
  });

  it('does not sync with a server that refuses, waits as long as it asks, and goes on', async () => {
    let refusals = 0;
    server.refuse = () =>
      ++refusals <= 2 ? new Refusal(429, 'TooManyRequests', { 'retry-after': '0' }) : null;
    following = follow(server);
    await following.synced();
    expect(following.told.slice(0, 3)).to.deep.equal(['!TooManyRequests', '!TooManyRequests', 'recovered']);
  });

  it('takes a kind that is not served as empty, and follows it once it is', async () => {
    const absent = { group: 'metallb.io', version: 'v1beta1' };
    server.refuse = (_, path) => (path.startsWith('/apis/metallb.io') ? new Refusal(404, 'NotFound') : null);
    following = follow(
      server,
      {},
      { ...absent, plural: 'ipaddresspools', kind: 'IPAddressPool', namespaced: true },
    );
    await following.synced();
    server.refuse = () => null;
    server.store.put('/apis/metallb.io/v1beta1/namespaces/x/ipaddresspools', {
      metadata: { name: 'p', namespace: 'x' },
    });
    await following.hears('+x/p');
  });

  it('does not take a kind as empty that it may not see', async () => {
    server.store.put(SERVICES, service('a'));
    server.refuse = (_, path) => (path === '/api/v1/services' ? new Refusal(403, 'Forbidden') : null);
    following = follow(server);
    await eventually('two failures', () => (following.count('!') >= 2 ? true : null), { every: 5 });
    expect(following.informer.hasSynced).to.equal(false);
    expect(following.told.filter((word) => !word.startsWith('!'))).to.deep.equal([]);
  });

  it('needs three answers that a kind is not served before it lets go of what it knows', async () => {
    server.store.put(SERVICES, service('a'));
    following = follow(server);
    await following.synced();
    server.refuse = (_, path) => (path.startsWith('/api/v1') ? new Refusal(404, 'NotFound') : null);
    server.store.compact();
    server.breakWatches();
    await following.hears('-shop/a');
    const lists = server.requests.filter((request) => request.includes('/services?limit'));
    expect(lists).to.have.length(4);
  });
});

const SERVICES = '/api/v1/namespaces/shop/services';
const PODS = '/api/v1/namespaces/shop/pods';
const SERVICE: Resource = { group: '', version: 'v1', plural: 'services', kind: 'Service', namespaced: true };

interface Following {
  readonly informer: Informer;
  /** `+key`, `-key`, `synced`, `recovered` and `!reason`, in order. */
  readonly told: readonly string[];
  readonly count: (prefix: string) => number;
  readonly hears: (word: string) => Promise<true>;
  readonly synced: () => Promise<true>;
  readonly stop: () => Promise<void>;
}

function follow(
  server: FakeApiServer,
  options: InformerOptions = {},
  resource: Resource = SERVICE,
): Following {
  const told: string[] = [];
  const api = new ApiClient(plainConnection(server.url));
  const listener = {
    upsert: (key: string) => told.push(`+${key}`),
    remove: (key: string) => told.push(`-${key}`),
    synced: () => told.push('synced'),
    failed: (error: unknown) => told.push(`!${wordOf(error)}`),
    recovered: () => told.push('recovered'),
  };
  const informer = new Informer(api, resource, listener, {
    backoff: { first: millis(2), most: millis(10) },
    absentRetry: millis(10),
    ...options,
  });
  const abort = new AbortController();
  const running = informer.run(abort.signal);
  const toldWord = (word: string): Promise<true> =>
    eventually(word, () => (told.includes(word) ? true : null), { every: 5, within: 3000 });
  return {
    informer,
    told,
    count: (prefix) => told.filter((word) => word.startsWith(prefix)).length,
    hears: toldWord,
    synced: () => toldWord('synced'),
    stop: async () => {
      abort.abort();
      await running;
      api.close();
    },
  };
}

function watches(server: FakeApiServer): readonly string[] {
  return server.requests.filter((request) => request.includes('watch=true'));
}

function wordOf(error: unknown): string {
  return error instanceof Error && 'reason' in error ? String(error.reason) : 'trouble';
}

function service(name: string, note = ''): Readonly<Record<string, unknown>> {
  return { metadata: { name, namespace: 'shop', annotations: { note } } };
}

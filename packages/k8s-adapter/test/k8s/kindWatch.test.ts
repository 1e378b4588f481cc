import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { ApiClient } from '../../src/k8s/client.ts';
import { Informer } from '../../src/k8s/informer.ts';
import { KindWatch } from '../../src/k8s/kindWatch.ts';
import { FakeApiServer } from '../support/fakeApiServer.ts';
import { Refusal } from '../support/fakeStore.ts';
import { plainConnection } from '../support/loopback.ts';

describe('the watch of definitions', () => {
  let server: FakeApiServer;
  let api: ApiClient;
  let kinds: KindWatch;
  let abort: AbortController;
  let running: Promise<void>[];

  beforeEach(async () => {
    server = await new FakeApiServer().start();
    api = new ApiClient(plainConnection(server.url));
    kinds = new KindWatch(api);
    abort = new AbortController();
    running = [];
  });

  afterEach(async () => {
    abort.abort();
    await Promise.all(running);
    api.close();
    await server.stop();
  });

  const follow = (
    olderVersions: readonly string[] = [],
  ): { readonly told: string[]; readonly informer: Informer } => {
    const told: string[] = [];
    const informer: Informer = new Informer(
      api,
      POOLS,
      {
        upsert: (key) => told.push(`${informer.resource.version} ${key}`),
        remove: (key) => told.push(`-${key}`),
        synced: () => told.push('synced'),
        failed: () => undefined,
        recovered: () => undefined,
      },
      { kinds, olderVersions },
    );
    running.push(informer.run(abort.signal));
    return { told, informer };
  };

  /** As if the server knew of the group only these versions. */
  const serves = (...versions: readonly string[]): void => {
    server.refuse = (_, path) => {
      const [, version] = /^\/apis\/metallb\.io\/(\w+)/.exec(path) ?? [];
      return version === undefined || versions.includes(version) ? null : new Refusal(404, 'NotFound');
    };
  };

  const define = (version: string): void => {
    serves(version);
    server.store.put(`/apis/metallb.io/${version}/ipaddresspools`, POOL);
    server.store.put(DEFINITIONS, { metadata: { name: 'ipaddresspools.metallb.io' } });
  };

  const hears = (told: readonly string[], word: string): Promise<true> =>
    eventually(word, () => (told.includes(word) ? true : null), { every: 5 });

  const isWatching = (): Promise<true> =>
    eventually('the watch', () => (kinds.isWatching ? true : null), { every: 5 });

  it('brings the objects of a kind that is defined later, long before anybody would have asked again', async () => {
    running.push(kinds.run(abort.signal));
    await isWatching();
    serves();
    const { told } = follow();
    await hears(told, 'synced');
    define('v1beta1');
    await hears(told, 'v1beta1 metallb-system/blue');
  });

  it('brings them in an older version where the newest is not served', async () => {
    running.push(kinds.run(abort.signal));
    await isWatching();
    serves();
    const { told } = follow(['v1alpha1']);
    await hears(told, 'synced');
    define('v1alpha1');
    await hears(told, 'v1alpha1 metallb-system/blue');
  });

  it('lists no definitions, and wakes nobody for a kind that nobody waits for', async () => {
    running.push(kinds.run(abort.signal));
    await isWatching();
    let told = 0;
    kinds.follow(
      { ...POOLS, plural: 'communities' },
      () => {
        told++;
      },
      abort.signal,
    );
    await eventually('the call after the start', () => (told === 1 ? true : null), { every: 5 });
    server.store.put(DEFINITIONS, { metadata: { name: 'ipaddresspools.metallb.io' } });
    server.store.put(DEFINITIONS, { metadata: { name: 'communities.metallb.io' } });
    await eventually('it is told', () => (told > 1 ? true : null), { every: 5 });
    const lists = server.requests.filter((request) => !request.includes('watch=true'));
    expect(lists).to.deep.equal([`GET ${DEFINITIONS}?limit=1`]);
  });

  it('tells nothing without the right to watch, and those who wait go on asking', async () => {
    server.refuse = (_, path) => (path === DEFINITIONS ? new Refusal(403, 'Forbidden') : null);
    running.push(kinds.run(abort.signal));
    await eventually('the refusal', () => (server.requests.length > 0 ? true : null), { every: 5 });
    const { told } = follow();
    await hears(told, 'synced');
    expect(kinds.isWatching).to.equal(false);
  });
});

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const POOL = { metadata: { name: 'blue', namespace: 'metallb-system' } };
const POOLS = {
  group: 'metallb.io',
  version: 'v1beta1',
  plural: 'ipaddresspools',
  kind: 'IPAddressPool',
  namespaced: true,
};

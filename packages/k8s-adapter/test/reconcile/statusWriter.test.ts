import { millis } from '@fairlead/inet';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { ApiClient } from '../../src/k8s/client.ts';
import { parseObject } from '../../src/k8s/object.ts';
import type { KubernetesObject } from '../../src/k8s/object.ts';
import { StatusWriter } from '../../src/reconcile/statusWriter.ts';
import { FakeApiServer } from '../support/fakeApiServer.ts';
import { Refusal } from '../support/fakeStore.ts';
import { plainConnection } from '../support/loopback.ts';

describe('the writer of statuses', () => {
  let server: FakeApiServer;
  let api: ApiClient;
  let writer: StatusWriter;
  let used: number;
  let rounds: number;
  let failures: string[];
  let end: () => Promise<void>;

  /** What the watch would have brought. */
  const seen = (): KubernetesObject =>
    parseObject(server.store.read(POOL), 'fairlead.dev/v1alpha1', 'AddressPool');

  beforeEach(async () => {
    server = await new FakeApiServer().start();
    server.store.put('/apis/fairlead.dev/v1alpha1/addresspools', { metadata: { name: 'blue', uid: 'u' } });
    api = new ApiClient(plainConnection(server.url));
    used = 1;
    rounds = 0;
    failures = [];
    let known = seen;
    let stale: KubernetesObject | null = null;
    watching = (isOn) => {
      stale = isOn ? null : seen();
      known = () => stale ?? seen();
    };
    writer = new StatusWriter(api, {
      wanted: () => {
        rounds++;
        return [{ resource: POOLS, object: known(), status: { fields: { used }, conditions: null } }];
      },
      failed: (object, error) => failures.push(`${object.metadata.name} ${String(error)}`),
      settle: millis(1),
      spacing: () => millis(1),
    });
    const abort = new AbortController();
    const running = writer.run(abort.signal);
    end = async () => {
      abort.abort();
      await running;
    };
  });

  afterEach(async () => {
    await end();
    api.close();
    await server.stop();
  });

  let watching: (isOn: boolean) => void;

  /** Lets it look that many times again, each time because something may have changed. */
  const look = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time++) {
      const before = rounds;
      writer.touch();
      await eventually('another round', () => (rounds > before ? true : null), { every: 1 });
    }
  };

  const says = (value: number): Promise<true> =>
    eventually(`it says ${value}`, () => (isSaid(seen(), value) ? true : null), { every: 1 });

  it('writes what differs, and then nothing however often it looks', async () => {
    writer.touch();
    await says(1);
    await look(5);
    expect(server.requests).to.deep.equal([`PATCH ${POOL}/status`]);
  });

  it('writes once for all that happens at a time', async () => {
    for (used = 1; used < 500; used++) writer.touch();
    await says(500);
    await look(2);
    expect(server.requests).to.have.length(1);
  });

  it('waits for the outcome of a write before it writes again', async () => {
    watching(false);
    writer.touch();
    await says(1);
    used = 2;
    await look(5);
    expect(server.requests).to.have.length(1);
    watching(true);
    await look(1);
    await says(2);
  });

  it('has a last word, though it has not seen the outcome of the one before', async () => {
    watching(false);
    writer.touch();
    await says(1);
    await end();
    used = 0;
    await writer.writeLast(AbortSignal.timeout(10_000));
    expect(isSaid(seen(), 0)).to.equal(true);
  });

  it('does not repeat what the API server does not keep, and yet writes what is new', async () => {
    const before = server.store.read(POOL);
    const { store } = server;
    store.patch = () => before;
    writer.touch();
    await eventually('a write', () => (server.requests.length === 1 ? true : null), { every: 1 });
    await look(5);
    expect(server.requests).to.have.length(1);
    used = 2;
    await look(1);
    await eventually('another write', () => (server.requests.length === 2 ? true : null), { every: 1 });
  });

  it('says what it could not write, and tries again', async () => {
    let refusals = 1;
    server.refuse = () => (refusals-- > 0 ? new Refusal(403, 'Forbidden') : null);
    writer.touch();
    await says(1);
    expect(failures).to.have.length(1);
    expect(failures[0]).to.match(/^blue .*Forbidden/);
  });
});

function isSaid({ status }: KubernetesObject, value: number): boolean {
  return (status as { readonly used?: number } | undefined)?.used === value;
}

const POOLS = {
  group: 'fairlead.dev',
  version: 'v1alpha1',
  plural: 'addresspools',
  kind: 'AddressPool',
  namespaced: false,
};
const POOL = '/apis/fairlead.dev/v1alpha1/addresspools/blue';

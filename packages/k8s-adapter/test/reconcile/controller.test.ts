import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { ApiClient } from '../../src/k8s/client.ts';
import type { EventNote } from '../../src/k8s/event.ts';
import { Controller } from '../../src/reconcile/controller.ts';
import { KubernetesSource } from '../../src/source/kubernetes.ts';
import { FOLLOWINGS } from '../../src/source/kinds.ts';
import { FakeApiServer } from '../support/fakeApiServer.ts';
import { Refusal } from '../support/fakeStore.ts';
import type { Stored } from '../support/fakeStore.ts';
import { plainConnection } from '../support/loopback.ts';
import { pool, service } from '../support/objects.ts';
import { l2 } from '../support/metallb.ts';
import { silentLog } from '../support/log.ts';
import { putAll } from '../support/serverObjects.ts';

describe('the controller', () => {
  let server: FakeApiServer;
  let events: EventNote[];
  let stop: () => Promise<void>;

  beforeEach(async () => {
    server = await new FakeApiServer().start();
    events = [];
  });

  afterEach(async () => {
    await stop();
    await server.stop();
  });

  const apply = (yaml: string): void => {
    putAll(server, yaml);
  };

  const start = (): Controller => {
    const api = new ApiClient(plainConnection(server.url));
    const recorder = { record: (note: EventNote) => void events.push(note), forget: () => undefined };
    const controller = new Controller({
      api,
      log: silentLog,
      events: recorder,
      loadBalancerClass: null,
      namespace: 'fairlead-system',
    });
    const source = new KubernetesSource(api, FOLLOWINGS, {
      failed: () => undefined,
      recovered: () => undefined,
    });
    const abort = new AbortController();
    const running = source.run(controller.sink, abort.signal);
    stop = async () => {
      abort.abort();
      await running;
      await controller.stop();
      api.close();
    };
    return controller;
  };

  const status = (name: string): Status => statusOf(server.store.read(`${SERVICES}/${name}`));

  const assigned = (name: string, ...addresses: readonly string[]): Promise<true> =>
    eventually(
      `${name} has ${addresses.join(' and ')}`,
      () => ((status(name).addresses ?? []).join() === addresses.join() ? true : null),
      { every: 5, within: 3000 },
    );

  it('gives an address in one write, says so once, and writes no more', async () => {
    apply(pool('blue', ['192.0.2.0/29']) + l2('') + service('web'));
    start();
    await assigned('web', '192.0.2.0');
    apply(service('dns'));
    await assigned('dns', '192.0.2.1');
    expect(status('web')).to.deep.equal({
      addresses: ['192.0.2.0'],
      pool: 'blue',
      condition: ['True', 'Allocated', 'gets 192.0.2.0 from pool blue'],
    });
    expect(writes(server)).to.deep.equal([`PATCH ${SERVICES}/web/status`, `PATCH ${SERVICES}/dns/status`]);
    await eventually('both are told of', () => (events.length === 2 ? true : null), { every: 5 });
    expect(events.map(({ type, reason, regarding }) => [type, reason, regarding.name])).to.deep.equal([
      ['Normal', 'Allocated', 'web'],
      ['Normal', 'Allocated', 'dns'],
    ]);
  });

  it('writes nothing at all after a restart', async () => {
    apply(pool('blue', ['192.0.2.0/29']) + service('web'));
    start();
    await assigned('web', '192.0.2.0');
    await stop();
    server.requests.length = 0;
    const again = start();
    await eventually('the second start', () => again.hasSynced || null, { every: 5 });
    apply(service('dns'));
    await assigned('dns', '192.0.2.1');
    expect(writes(server)).to.deep.equal([`PATCH ${SERVICES}/dns/status`]);
  });

  it('takes no address away because it heard of Services before it heard of their pool', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `web-${index}`);
    for (const [index, name] of names.entries())
      apply(service(name, { status: `{ ip: 10.0.${index >> 8}.${index & 0xff} }` }));
    let poolsAreAway = true;
    server.refuse = (_, path) =>
      poolsAreAway && path.endsWith('/ipaddresspools') ? new Refusal(503, 'ServiceUnavailable') : null;
    const without: unknown[] = [];
    server.store.watch(SERVICES, server.store.version, ({ object }) => {
      if (statusOf(object).addresses === null) without.push(object);
    });
    const { state } = start();
    await eventually('the Services', () => (state.services.size === names.length ? true : null), {
      every: 5,
    });
    apply(pool('blue', ['10.0.0.0/22']));
    poolsAreAway = false;
    await eventually(
      'all are decided',
      () => (without.length > 0 || status('web-199').condition !== null ? true : null),
      { every: 5 },
    );
    expect(without).to.deep.equal([]);
  });

  it('says why there is no address, and gives one as soon as there is', async () => {
    apply(pool('blue', ['192.0.2.1/32']) + service('a', { status: '{ ip: 192.0.2.1 }' }) + service('b'));
    start();
    await eventually('a reason', () => status('b').condition, { every: 5 });
    expect(status('b').condition?.slice(0, 2)).to.deep.equal(['False', 'PoolExhausted']);
    const event = await eventually(
      'an Event',
      () => events.find(({ regarding }) => regarding.name === 'b') ?? null,
      {
        every: 5,
      },
    );
    expect([event.type, event.reason]).to.deep.equal(['Warning', 'PoolExhausted']);
    server.store.delete(`${SERVICES}/a`);
    await assigned('b', '192.0.2.1');
  });

  it('puts right what somebody else writes into the status', async () => {
    apply(pool('blue', ['192.0.2.0/29']) + service('web'));
    start();
    await assigned('web', '192.0.2.0');
    server.store.patch(
      `${SERVICES}/web`,
      { status: { loadBalancer: { ingress: [{ ip: '203.0.113.9' }] } } },
      true,
    );
    await eventually(
      'the right address',
      () => (status('web').addresses?.[0]?.startsWith('192.0.2.') ? true : null),
      {
        every: 5,
      },
    );
  });

  it('takes its word back from a Service that is no longer of the type', async () => {
    apply(pool('blue', ['192.0.2.0/29']) + service('web'));
    start();
    await assigned('web', '192.0.2.0');
    server.store.patch(`${SERVICES}/web`, { spec: { type: 'ClusterIP' } }, false);
    await eventually('an empty status', () => (status('web').addresses === null ? true : null), { every: 5 });
    expect(status('web')).to.deep.equal({ addresses: null, pool: null, condition: null });
  });

  it('leaves Services alone that are not its own', async () => {
    const foreign = service('other', {
      spec: 'loadBalancerClass: example.com/lb',
      status: '{ ip: 203.0.113.9 }',
    });
    apply(pool('blue', ['192.0.2.0/29']) + foreign + service('web'));
    start();
    await assigned('web', '192.0.2.0');
    expect(status('other').addresses).to.deep.equal(['203.0.113.9']);
    expect(writes(server)).to.have.length(1);
  });

  it('names a broken object in an Event and goes on with the rest', async () => {
    apply(pool('blue', ['192.0.2.0/29']) + pool('broken', ['192.0.2.300/32']) + service('web'));
    start();
    await assigned('web', '192.0.2.0');
    const [event] = events;
    expect([event?.reason, event?.regarding.kind, event?.regarding.name]).to.deep.equal([
      'InvalidValue',
      'IPAddressPool',
      'broken',
    ]);
    expect(event?.message).to.include('spec.addresses[0]');
  });
});

const SERVICES = '/api/v1/namespaces/default/services';

interface Status {
  readonly addresses: readonly string[] | null;
  readonly pool: string | null;
  readonly condition: readonly string[] | null;
}

function statusOf(stored: Stored): Status {
  const { metadata, status } = stored as {
    readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
    readonly status?: {
      readonly loadBalancer?: { readonly ingress?: readonly { readonly ip: string }[] };
      readonly conditions?: readonly {
        readonly status: string;
        readonly reason: string;
        readonly message: string;
      }[];
    };
  };
  const condition = status?.conditions?.[0];
  return {
    addresses: status?.loadBalancer?.ingress?.map(({ ip }) => ip) ?? null,
    pool: metadata.annotations?.['fairlead.dev/allocated-from'] ?? null,
    condition: condition === undefined ? null : [condition.status, condition.reason, condition.message],
  };
}

/** What was written to Services. */
function writes(server: FakeApiServer): readonly string[] {
  return server.requests.filter((request) => request.startsWith('PATCH') && request.includes('/services/'));
}

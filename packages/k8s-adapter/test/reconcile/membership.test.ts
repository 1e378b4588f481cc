import { millis } from '@fairlead/inet';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { ApiClient } from '../../src/k8s/client.ts';
import { Membership } from '../../src/reconcile/membership.ts';
import { FakeApiServer } from '../support/fakeApiServer.ts';
import { silentLog } from '../support/log.ts';
import { plainConnection } from '../support/loopback.ts';

describe('membership', () => {
  let server: FakeApiServer;
  let members: Member[];

  beforeEach(async () => {
    server = await new FakeApiServer().start();
    members = [];
  });

  afterEach(async () => {
    await Promise.all(members.map(({ stop }) => stop()));
    await server.stop();
  });

  const join = (nodeName: string, lease = 300, changed = (): unknown => undefined): Member => {
    const api = new ApiClient(plainConnection(server.url));
    const membership = new Membership(api, {
      namespace: 'system',
      nodeName,
      leaseDuration: millis(lease),
      log: silentLog,
      changed,
    });
    const abort = new AbortController();
    const running = membership.run(abort.signal);
    const member: Member = {
      membership,
      stop: async () => {
        abort.abort();
        await running;
        api.close();
      },
    };
    members.push(member);
    return member;
  };

  const sees = (member: Member, ...nodes: readonly string[]): Promise<true> =>
    eventually(
      nodes.join(),
      () =>
        member.membership.hasGathered && [...member.membership.alive].sort().join() === nodes.join()
          ? true
          : null,
      { every: 5, within: 4000 },
    );

  it('is known to all, ends at once with a goodbye, and within the Lease without', async () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => join(name));
    if (a === undefined || b === undefined || c === undefined) throw new Error('three');
    await Promise.all([a, b, c].map((member) => sees(member, 'a', 'b', 'c')));
    await b.stop();
    await b.membership.leave();
    await eventually('b is gone', () => (a.membership.alive.has('b') ? null : true), {
      every: 5,
      within: 200,
    });
    await c.stop();
    await sees(a, 'a');
  });

  it('stays as it is while the API server is away', async () => {
    const a = join('a');
    const b = join('b');
    await Promise.all([sees(a, 'a', 'b'), sees(b, 'a', 'b')]);
    await server.stop();
    await eventually('a counts as dead', () => (a.membership.isFresh ? null : true), { every: 5 });
    await eventually('and b', () => (b.membership.isFresh ? null : true), { every: 5 });
    expect([...a.membership.alive].sort()).to.deep.equal(['a', 'b']);
    await server.start();
    await eventually('a is back', () => a.membership.isFresh || null, { every: 5 });
    expect([...a.membership.alive].sort()).to.deep.equal(['a', 'b']);
  });

  it('tells its owner when others may take over', async () => {
    const told: boolean[] = [];
    const a: Member = join('a', 1000, () => told.push(a.membership.isFresh));
    await sees(a, 'a');
    expect(told.at(-1)).to.equal(true);
    await server.stop();
    await eventually('a stale Lease', () => (told.at(-1) === false ? true : null), {
      every: 5,
      within: 8000,
    });
  }).timeout(20_000);

  it('takes nothing before those who start with it have joined, and then sees what they see', async () => {
    const seen: string[][] = [[], [], []];
    const started: Member[] = ['a', 'b', 'c'].map((name, index) =>
      join(name, 3000, () => {
        const { hasGathered, alive } = started[index]?.membership ?? { hasGathered: false, alive: [] };
        if (hasGathered) seen[index]?.push([...alive].sort().join());
      }),
    );
    await Promise.all(started.map((member) => sees(member, 'a', 'b', 'c')));
    expect(seen.map(([first]) => first)).to.deep.equal(['a,b,c', 'a,b,c', 'a,b,c']);
  });

  it('is alive for others only once it knows whether those found at the start are', async () => {
    server.store.put('/apis/coordination.k8s.io/v1/namespaces/system/leases', {
      metadata: { name: 'fairlead-speaker-dead', namespace: 'system' },
      spec: { holderIdentity: 'dead', leaseDurationSeconds: 1, renewTime: 'then' },
    });
    const a = join('a');
    await eventually('the dead one', () => (a.membership.alive.has('dead') ? true : null), { every: 5 });
    expect([a.membership.hasGathered, a.membership.alive.has('a')]).to.deep.equal([false, false]);
    await sees(a, 'a');
  });
});

interface Member {
  readonly membership: Membership;
  readonly stop: () => Promise<void>;
}

import { millis, prefixOf } from '@fairlead/inet';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { ApiClient } from '../../src/k8s/client.ts';
import type { HostLink } from '../../src/model/link.ts';
import { Membership } from '../../src/reconcile/membership.ts';
import { FakeApiServer } from '../support/fakeApiServer.ts';
import { address, mac } from '../support/inet.ts';
import { silentLog } from '../support/log.ts';
import { plainConnection } from '../support/loopback.ts';

describe('membership', function () {
  this.timeout(120_000);
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
      links: () => [linkOf(nodeName)],
      ages: () => [OLD],
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
      { every: 5, within: LONG / 2 },
    );

  it('is known to all, and ends with a goodbye before its Lease would', async () => {
    const [a, b] = [join('a', LONG), join('b', LONG)];
    await Promise.all([sees(a, 'a', 'b'), sees(b, 'a', 'b')]);
    await b.stop();
    await b.membership.leave();
    await sees(a, 'a');
  });

  it('ends within its Lease without a goodbye', async () => {
    const [a, b] = [join('a'), join('b')];
    await Promise.all([sees(a, 'a', 'b'), sees(b, 'a', 'b')]);
    await b.stop();
    await sees(a, 'a');
  });

  it('shows the others which MAC addresses it answers with', async () => {
    const [a, b] = [join('a'), join('b')];
    await Promise.all([sees(a, 'a', 'b'), sees(b, 'a', 'b')]);
    expect([...a.membership.otherLinks]).to.deep.equal([['b', [linkOf('b')]]]);
    expect([...b.membership.otherLinks]).to.deep.equal([['a', [linkOf('a')]]]);
  });

  it('shows the others which addresses it has and may keep, and knows that of itself at once', async () => {
    const [a, b] = [join('a'), join('b')];
    await Promise.all([sees(a, 'a', 'b'), sees(b, 'a', 'b')]);
    const owned = [address('192.0.2.1'), address('2001:db8::1')];
    a.membership.tellOwned(owned);
    const owners = owned.map((each) => [each, 'a']);
    expect([...a.membership.standing.owners]).to.deep.equal(owners);
    await eventually('b knows', () => (b.membership.standing.owners.size === 2 ? true : null), { every: 5 });
    expect([...b.membership.standing.owners]).to.deep.equal(owners);
    a.membership.tellOwned([]);
    await eventually('b knows', () => (b.membership.standing.owners.size === 0 ? true : null), { every: 5 });
  });

  it('is as old as its Lease, which it acquires anew when it ran out', async () => {
    const a = join('a');
    const isOld = (): true | null => ((a.membership.standing.aliveFor.get('a') ?? 0) >= OLD ? true : null);
    const acquired = (): string => {
      const lease = server.store.read(`${LEASES}/fairlead-speaker-a`);
      return (lease['spec'] as { readonly acquireTime: string }).acquireTime;
    };
    await eventually('it has been there for a while', isOld, { every: 5, within: LONG });
    const first = acquired();
    await server.stop();
    await eventually('a counts as dead', () => (a.membership.isFresh ? null : true), { every: 5 });
    await server.start();
    await eventually('it begins anew', () => (acquired() === first ? null : true), { within: LONG });
    await eventually('it grows old', isOld, { every: 5, within: LONG });
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
  });

  it('takes nothing before those who are about to join have joined, and then sees what they see', async () => {
    for (const name of ['a', 'b', 'c']) {
      server.store.put(LEASES, {
        metadata: { name: `fairlead-speaker-${name}`, namespace: 'system' },
        spec: { leaseDurationSeconds: 15, renewTime: 'first' },
      });
    }
    const seen: string[][] = [[], [], []];
    const started: Member[] = ['a', 'b', 'c'].map((name, index) =>
      join(name, 15_000, () => {
        const { hasGathered, alive } = started[index]?.membership ?? { hasGathered: false, alive: [] };
        if (hasGathered) seen[index]?.push([...alive].sort().join());
      }),
    );
    await Promise.all(started.map((member) => sees(member, 'a', 'b', 'c')));
    expect(seen.map(([first]) => first)).to.deep.equal(['a,b,c', 'a,b,c', 'a,b,c']);
  });

  it('is alive for others only once it knows whether those found at the start are', async () => {
    server.store.put(LEASES, {
      metadata: { name: 'fairlead-speaker-dead', namespace: 'system' },
      spec: { holderIdentity: 'dead', leaseDurationSeconds: 1, renewTime: 'then' },
    });
    const a = join('a');
    await eventually('the dead one', () => (a.membership.alive.has('dead') ? true : null), { every: 5 });
    expect([a.membership.hasGathered, a.membership.alive.has('a')]).to.deep.equal([false, false]);
    await sees(a, 'a');
  });
});

function linkOf(node: string): HostLink {
  const subnets = [prefixOf(address('192.0.2.0'), 24), prefixOf(address('2001:db8::'), 64)];
  return { name: 'eth0', mac: mac(`02:00:00:00:00:0${node}`), subnets };
}

/** In seconds. */
const OLD = 0.5;
const LEASES = '/apis/coordination.k8s.io/v1/namespaces/system/leases';
/** Longer than any of this takes, also on a machine that has much else to do. */
const LONG = 60_000;

interface Member {
  readonly membership: Membership;
  readonly stop: () => Promise<void>;
}

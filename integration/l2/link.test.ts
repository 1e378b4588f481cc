import { millis } from '@fairlead/inet';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import {
  createNamespace,
  createSegment,
  ip,
  openLab,
  plugIn,
  requireTools,
  run,
  startCapture,
} from '../lab/index.ts';
import type { Namespace, Segment } from '../lab/index.ts';
import { address, macOf } from './support/address.ts';
import { startHost } from './support/host.ts';
import type { Host } from './support/host.ts';
import { ask } from './support/judge.ts';
import { createTestSegment, reaches, VIPS } from './support/segment.ts';
import { requireAddon } from '../netsys/requireAddon.ts';

describe('a link', () => {
  const lab = openLab();
  after(lab.close);

  before(async function () {
    await requireTools(this, 'namespaces', 'ping', 'tcpdump', 'ndisc6');
    requireAddon(this);
  });

  it('that went down and up is announced on again', async () => {
    const { client, hosts } = await createTestSegment(lab, ['host']);
    const [host] = hosts;
    if (host === undefined) throw new Error('no host');
    await host.take();
    for (const vip of VIPS) await reaches(client, vip, host.mac);
    await ip(host.namespace, ['link', 'set', 'eth0', 'down']);
    await eventually('it is down', async () => ((await host.status())[0]?.state === 'down' ? true : null));
    const capture = await startCapture(lab, {
      namespace: client,
      interface: 'eth0',
      filter: `ether src ${host.mac} and (arp or icmp6[icmp6type] = 136)`,
    });
    await ip(host.namespace, ['link', 'set', 'eth0', 'up']);
    for (const vip of VIPS) await reaches(client, vip, host.mac);
    await eventually('a burst', async () => ((await host.status())[0]?.unasked ?? 0) >= 12 || null);
    const said = (await capture.stop()).join('\n');
    for (const vip of VIPS) expect(said).to.contain(vip);
    expect(host.events.map(({ kind }) => kind)).to.include.members(['linkDown', 'linkUp']);
    await host.kill();
  });

  it('that is removed and made anew is answered on again, with its new MAC', async () => {
    const segment = await createSegment(lab, 'renewed');
    const client = await plugged(segment, 'client', 1);
    const server = await plugged(segment, 'server', 2);
    const host = await startHost(lab, server);
    await host.own([{ interface: 'eth0', addresses: [{ address: address('192.0.2.2') }] }]);
    await ip(server, ['link', 'delete', 'eth0']);
    await eventually('it is absent', () => host.events.find(({ kind }) => kind === 'linkAbsent') ?? null);
    await plugIn(lab, segment, { namespace: server, interface: 'eth0', addresses: ['192.0.2.2/24'] });
    await reaches(client, '192.0.2.2', await macOf(server));
    expect((await host.status()).map(({ state }) => state)).to.deep.equal(['up']);
    await host.kill();
  });

  describe('that snoops MLD', () => {
    let segment: Segment;
    let client: Namespace;
    let server: Namespace;
    let host: Host;

    before(async () => {
      segment = await createSegment(lab, 'snooping');
      const options = { mcast_snooping: 1, mcast_querier: 1, mcast_hash_max: 16_384, ...QUICK_QUERIES };
      const settings = Object.entries(options).flatMap(([name, value]) => [name, String(value)]);
      await ip(segment.namespace, ['link', 'set', 'bridge', 'type', 'bridge', ...settings]);
      client = await plugged(segment, 'client', 1);
      server = await plugged(segment, 'server', 2);
      host = await startHost(lab, server, { refresh: millis(0) });
    });

    /** What the bridge forwards to a port of its own, and to no other. */
    const groups = async (): Promise<ReadonlySet<string>> => {
      const inside = ['nsenter', `--net=/run/netns/${segment.namespace.name}`] as const;
      const said = await run([...inside, 'bridge', 'mdb', 'show']);
      return new Set(said.match(/\bff02::1:ff[0-9a-f:]+/g) ?? []);
    };

    it('forwards solicitations, as the group is joined for real', async () => {
      await ip(server, ['address', 'add', '2001:db8::abcd', 'dev', 'lo']);
      await host.own([{ interface: 'eth0', addresses: [{ address: address('2001:db8::abcd') }] }]);
      await eventually('the bridge knows the group', async () =>
        (await groups()).has('ff02::1:ff00:abcd') ? true : null,
      );
      await reaches(client, '2001:db8::abcd', await macOf(server));
      await host.own([]);
      await eventually('the bridge forgets the group', async () =>
        (await groups()).has('ff02::1:ff00:abcd') ? null : true,
      );
    });

    it('forwards those of several thousand groups', async () => {
      const numbers = Array.from({ length: 5000 }, (_, index) => (index + 1).toString(16));
      const addresses = numbers.map((number) => ({ address: address(`2001:db8::1:${number}`) }));
      const wanted = numbers.map((number) => `ff02::1:ff01:${number}`);
      expect(await host.own([{ interface: 'eth0', addresses }])).to.deep.equal([]);
      await eventually(
        'the bridge knows every group',
        async () => {
          const known = await groups();
          const missing = wanted.filter((group) => !known.has(group));
          if (missing.length > 0) throw new Error(`${missing.length} are missing, like ${missing[0]}`);
          return true;
        },
        { within: 60_000 },
      );
      const mac = await macOf(server);
      for (const { address: each } of [0, 1234, 4999].flatMap((index) => addresses[index] ?? []))
        expect((await ask(client, 'ndisc6', '-1', '-n', each, 'eth0')).toLowerCase()).to.contain(mac);
      await host.own([]);
      await eventually(
        'the bridge forgets every group',
        async () => {
          const known = await groups();
          return wanted.some((group) => known.has(group)) ? null : true;
        },
        { within: 60_000 },
      );
      await host.kill();
    });
  });

  it('without which nothing works is named with the remedy', async () => {
    const namespace = await createNamespace(lab, 'bare');
    await ip(namespace, ['link', 'add', 'br0', 'type', 'bridge']);
    await ip(namespace, ['link', 'add', 'port0', 'type', 'veth', 'peer', 'name', 'port1']);
    await ip(namespace, ['link', 'set', 'port0', 'master', 'br0']);
    const host = await startHost(lab, namespace);
    const addresses = [{ address: address('192.0.2.10') }];
    const problems = await host.own(['eth9', 'lo', 'port0'].map((name) => ({ interface: name, addresses })));
    expect(problems.map(({ reason, severity }) => [severity, reason])).to.deep.equal([
      ['error', 'noSuchInterface'],
      ['error', 'noMacAddress'],
      ['error', 'portOfAnother'],
    ]);
    expect(problems[2]?.message).to.contain('choose "br0"');
    await host.kill();
  });

  async function plugged(segment: Segment, label: string, number: number): Promise<Namespace> {
    const namespace = await createNamespace(lab, label);
    const addresses = [`192.0.2.${number}/24`, `2001:db8::${number}/64`];
    await plugIn(lab, segment, { namespace, interface: 'eth0', addresses });
    return namespace;
  }
});

/** In hundredths of a second. */
const QUICK_QUERIES = { mcast_query_interval: 100, mcast_query_response_interval: 50 };

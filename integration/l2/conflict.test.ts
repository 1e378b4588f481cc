import { millis } from '@fairlead/inet';
import type { ConflictPolicy, OwnedAddress } from '@fairlead/l2-core';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import {
  connect,
  createNamespace,
  createSegment,
  ip,
  openLab,
  plugIn,
  requireTools,
  setSysctls,
} from '../lab/index.ts';
import type { Lab, Namespace } from '../lab/index.ts';
import { address, macOf } from './support/address.ts';
import { startHost } from './support/host.ts';
import type { Host } from './support/host.ts';
import { ask } from './support/judge.ts';
import { requireAddon } from '../netsys/requireAddon.ts';

const VIPS = ['192.0.2.100', '2001:db8::100'].map(address);

describe('another host that has the address in its kernel', () => {
  const lab = openLab();
  after(lab.close);
  let segment: Awaited<ReturnType<typeof createSegment>>;
  let rival: Namespace;
  let rivalMac: string;

  before(async function () {
    await requireTools(this, 'namespaces', 'arping', 'ndisc6');
    requireAddon(this);
    segment = await createSegment(lab, 'segment');
    rival = await join('rival', 2, ...VIPS);
    rivalMac = await macOf(rival);
  });

  it('is found by probing, and left in peace', async () => {
    const host = await startHost(lab, await join('prober', 3), { probe: QUICK });
    await host.own(wanted({ probe: true }));
    await eventually('both are yielded', () => (yields(host).length === 2 ? true : null));
    expect(yields(host)).to.deep.equal(VIPS.map((vip) => `${vip} to ${rivalMac}`));
    expect((await host.status())[0]?.unasked).to.equal(2);
    await host.kill();
  });

  it('is noticed at the end of the burst where nobody asked before', async () => {
    const host = await startHost(lab, await join('taker', 4), { conflict: 'defend' });
    await host.own(wanted({}));
    const event = await eventually(
      'a conflict',
      () => host.events.find(({ kind }) => kind === 'conflict') ?? null,
    );
    expect(event).to.include({ kind: 'conflict', mac: rivalMac });
    await host.kill();
  });

  for (const policy of ['defend', 'yield'] as const) {
    it(`that claims it from us makes us ${policy}`, async () => {
      const alone = await createSegment(lab, 'alone');
      const host = await startHost(lab, await onSegment(lab, alone, 'owner', 5, []), { refresh: millis(0) });
      await host.own(wanted({ conflict: policy }));
      const other = await onSegment(lab, alone, 'other', 6, VIPS.slice(0, 1));
      const otherMac = await macOf(other);
      await ask(other, 'arping', '-U', '-c', '1', '-w', '1', '-I', 'eth0', String(VIPS[0]));
      const kind = policy === 'yield' ? 'yielded' : 'conflict';
      const event = await eventually(kind, () => host.events.find((each) => each.kind === kind) ?? null);
      expect(event).to.deep.include({ kind, address: VIPS[0], mac: otherMac });
      const asker = await onSegment(lab, alone, 'asker', 7, []);
      const said = await ask(asker, 'arping', '-b', '-c', '2', '-w', '3', '-I', 'eth0', String(VIPS[0]));
      const ours = (await macOf(host.namespace)).toUpperCase();
      expect(said.includes(ours)).to.equal(policy === 'defend');
      await host.kill();
    });
  }

  it('is defended against duplicate address detection for IPv6', async () => {
    const [near, far] = [await createNamespace(lab, 'near'), await createNamespace(lab, 'far')];
    await connect(lab, { namespace: near, interface: 'eth0' }, { namespace: far, interface: 'eth0' });
    const host = await startHost(lab, near);
    await host.own(wanted({}));
    await ip(far, ['link', 'set', 'eth0', 'down']);
    await setSysctls(far, { 'net.ipv6.conf.eth0.accept_dad': 1, 'net.ipv6.conf.eth0.dad_transmits': 1 });
    await ip(far, ['link', 'set', 'eth0', 'up']);
    await ip(far, ['address', 'add', `${String(VIPS[1])}/64`, 'dev', 'eth0']);
    await eventually('the kernel finds the duplicate', async () =>
      (await ip(far, ['-6', 'address', 'show', 'dev', 'eth0'])).includes('dadfailed') ? true : null,
    );
    await host.kill();
  });

  async function join(label: string, number: number, ...addresses: readonly string[]): Promise<Namespace> {
    return await onSegment(lab, segment, label, number, addresses);
  }
});

const QUICK_TIMES = {
  count: 1,
  firstWithin: millis(0),
  shortest: millis(0),
  longest: millis(0),
  quiet: millis(300),
};
const QUICK = { ipv4: QUICK_TIMES, ipv6: QUICK_TIMES };

function wanted(options: { readonly probe?: boolean; readonly conflict?: ConflictPolicy }): readonly {
  readonly interface: string;
  readonly addresses: readonly OwnedAddress[];
}[] {
  return [{ interface: 'eth0', addresses: VIPS.map((vip) => ({ address: vip, ...options })) }];
}

function yields({ events }: Host): readonly string[] {
  return events
    .flatMap((event) => (event.kind === 'yielded' ? [`${event.address} to ${event.mac}`] : []))
    .sort();
}

async function onSegment(
  lab: Lab,
  segment: Awaited<ReturnType<typeof createSegment>>,
  label: string,
  number: number,
  addresses: readonly string[],
): Promise<Namespace> {
  const namespace = await createNamespace(lab, label);
  const own = [`192.0.2.${number}/24`, `2001:db8::${number}/64`];
  const others = addresses.map((text) => `${text}/${text.includes(':') ? 64 : 24}`);
  await plugIn(lab, segment, { namespace, interface: 'eth0', addresses: [...own, ...others] });
  return namespace;
}

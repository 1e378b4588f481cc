import { expect } from 'chai';
import { connect, createNamespace, openLab, requireTools, startCapture } from '../lab/index.ts';
import { eventually } from '@fairlead/testing';
import { millis, parseMac } from '@fairlead/inet';
import { address } from './support/address.ts';
import { startHost } from './support/host.ts';
import { ask } from './support/judge.ts';
import { requireAddon } from '../netsys/requireAddon.ts';

describe('our frames, as tshark decodes them', () => {
  const lab = openLab();
  after(lab.close);
  let packets: readonly Packet[];

  before(async function () {
    await requireTools(this, 'namespaces', 'tcpdump', 'tshark', 'arping', 'ndisc6');
    requireAddon(this);
    const client = await createNamespace(lab, 'client');
    const server = await createNamespace(lab, 'server');
    await connect(
      lab,
      { namespace: client, interface: 'eth0', addresses: ['192.0.2.1/24', '2001:db8::1/64'] },
      { namespace: server, interface: 'eth0' },
    );
    const capture = await startCapture(lab, { namespace: client, interface: 'eth0', filter: FILTER });
    const probe = {
      count: 1,
      firstWithin: millis(0),
      shortest: millis(0),
      longest: millis(0),
      quiet: millis(50),
    };
    const host = await startHost(lab, server, { probe: { ipv4: probe, ipv6: probe } });
    const addresses = ['192.0.2.10', '2001:db8::10'].map((text) => ({ address: address(text), probe: true }));
    await host.own([
      { interface: 'eth0', addresses },
      { interface: 'eth0', vlan: 100, addresses },
    ]);
    await eventually('owned', () =>
      host.events.filter(({ kind }) => kind === 'owned').length === 4 ? true : null,
    );
    await ask(client, 'arping', '-c', '1', '-I', 'eth0', '192.0.2.10');
    await ask(client, 'ndisc6', '-1', '2001:db8::10', 'eth0');
    const successor = parseMac('02:00:00:00:00:99');
    if (successor === null) throw new TypeError('no MAC');
    await host.release(
      'eth0',
      addresses.map((each) => each.address),
      successor,
    );
    const lines = await eventually('the last frames', async () => {
      const status = await host.status();
      return status.length === 1 ? status : null;
    });
    expect(lines).to.have.length(1);
    await capture.stop();
    packets = JSON.parse(await ask(server, 'tshark', ...TSHARK, '-r', capture.file)) as readonly Packet[];
  });

  it('have no fault; that an address changes its host is what they say', () => {
    const complaints = packets.flatMap(({ _source: { layers } }) => [
      ...(layers['_ws.expert.message'] ?? []),
      ...(layers['_ws.malformed'] ?? []),
    ]);
    expect(complaints.filter((text) => !text.startsWith('Duplicate IP address'))).to.deep.equal([]);
  });

  it('have right checksums', () => {
    const states = packets.flatMap(({ _source: { layers } }) => layers['icmpv6.checksum.status'] ?? []);
    expect(new Set(states)).to.deep.equal(new Set(['1']));
  });

  it('are of every kind', () => {
    const kinds = packets.map(({ _source: { layers } }) => {
      const tag = layers['vlan.id'] === undefined ? '' : `vlan ${layers['vlan.id'].join()} `;
      const arp = layers['arp.opcode'] === undefined ? '' : `arp ${layers['arp.opcode'].join()}`;
      const gratuitous = layers['arp.isgratuitous']?.includes('1') === true ? ' gratuitous' : '';
      const probe = layers['arp.isprobe']?.includes('1') === true ? ' probe' : '';
      const icmp = layers['icmpv6.type'] === undefined ? '' : `icmpv6 ${layers['icmpv6.type'].join()}`;
      return `${tag}${arp}${gratuitous}${probe}${icmp}`;
    });
    expect(new Set(kinds)).to.include.all.keys([
      'arp 1 probe',
      'arp 1 gratuitous',
      'arp 2 gratuitous',
      'arp 2',
      'icmpv6 135',
      'icmpv6 136',
      'vlan 100 arp 1 gratuitous',
      'vlan 100 icmpv6 136',
    ]);
  });
});

interface Packet {
  readonly _source: { readonly layers: Readonly<Record<string, readonly string[] | undefined>> };
}

const FILTER = 'arp or icmp6[icmp6type] = 135 or icmp6[icmp6type] = 136 or (vlan and (arp or icmp6))';
const FIELDS = [
  '_ws.expert.message',
  '_ws.malformed',
  'arp.opcode',
  'arp.isgratuitous',
  'arp.isprobe',
  'icmpv6.type',
  'icmpv6.checksum.status',
  'vlan.id',
];
const TSHARK = ['-T', 'json', ...FIELDS.flatMap((field) => ['-e', field])];

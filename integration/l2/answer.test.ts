import type { MacAddress } from '@fairlead/inet';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import {
  connect,
  createNamespace,
  ip,
  neighborMac,
  openLab,
  requireTools,
  setSysctls,
} from '../lab/index.ts';
import type { Namespace } from '../lab/index.ts';
import { address, macOf } from './support/address.ts';
import { startHost } from './support/host.ts';
import type { Host } from './support/host.ts';
import { ask } from './support/judge.ts';
import { requireAddon } from '../netsys/requireAddon.ts';

describe('a host answers for addresses that no interface of it has', () => {
  const lab = openLab();
  after(lab.close);
  let client: Namespace;
  let host: Host;
  let mac: MacAddress;

  before(async function () {
    await requireTools(this, 'namespaces', 'arping', 'ndisc6', 'ping');
    requireAddon(this);
    client = await createNamespace(lab, 'client');
    const server = await createNamespace(lab, 'server');
    await connect(
      lab,
      { namespace: client, interface: 'eth0', addresses: ['192.0.2.1/24', '2001:db8::1/64'] },
      { namespace: server, interface: 'eth0', addresses: ['192.0.2.2/24', '2001:db8::2/64'] },
    );
    await setSysctls(server, { 'net.ipv4.conf.all.arp_ignore': 1 });
    await ip(server, ['address', 'add', '192.0.2.10/32', 'dev', 'lo']);
    await ip(server, ['address', 'add', '2001:db8::10/128', 'dev', 'lo']);
    mac = await macOf(server);
    host = await startHost(lab, server);
    const addresses = ['192.0.2.10', '2001:db8::10'].map((text) => ({ address: address(text) }));
    expect(await host.own([{ interface: 'eth0', addresses }])).to.deep.equal([]);
  });

  it('as arping sees it', async () => {
    const said = await ask(client, 'arping', '-c', '2', '-I', 'eth0', '192.0.2.10');
    expect(said.toLowerCase()).to.contain(`[${mac}]`).and.to.contain('received 2 response');
  });

  it('as duplicate address detection sees it', async () => {
    const said = await ask(client, 'arping', '-D', '-c', '2', '-w', '3', '-I', 'eth0', '192.0.2.10');
    expect(said.toLowerCase()).to.contain(`[${mac}]`);
  });

  it('as ndisc6 sees it', async () => {
    const said = await ask(client, 'ndisc6', '-1', '2001:db8::10', 'eth0');
    expect(said.toLowerCase()).to.contain(`target link-layer address: ${mac}`);
  });

  for (const vip of ['192.0.2.10', '2001:db8::10']) {
    it(`as the kernel sees it that pings ${vip}`, async () => {
      await ip(client, ['neighbor', 'flush', 'dev', 'eth0']);
      const said = await ask(client, 'ping', '-c', '2', '-i', '0.2', vip);
      expect(said).to.contain('2 received');
      expect(await neighborMac(client, vip)).to.equal(mac);
    });
  }

  it('and for no other', async () => {
    const said = await ask(client, 'arping', '-c', '2', '-w', '2', '-I', 'eth0', '192.0.2.11');
    expect(said).to.contain('Received 0 response');
  });

  it('not once it let go', async () => {
    await host.own([]);
    const said = await ask(client, 'arping', '-c', '2', '-w', '2', '-I', 'eth0', '192.0.2.10');
    expect(said).to.contain('Received 0 response');
    await ip(client, ['neighbor', 'flush', 'dev', 'eth0']);
    await ask(client, 'ping', '-c', '1', '-W', '1', '2001:db8::10');
    await eventually(
      'the kernel gives up',
      async () => (await neighborMac(client, '2001:db8::10')) === null || null,
    );
  });
});

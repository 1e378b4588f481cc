import { derivedMac } from '@fairlead/l2-core';
import type { LinkAddresses } from '@fairlead/l2-core/node';
import { expect } from 'chai';
import { connect, createNamespace, openLab, requireTools } from '../lab/index.ts';
import type { Namespace } from '../lab/index.ts';
import { address, macOf } from './support/address.ts';
import { startHost } from './support/host.ts';
import { ask } from './support/judge.ts';
import { requireAddon } from '../netsys/requireAddon.ts';

describe('a responder with few capabilities', () => {
  const lab = openLab();
  after(lab.close);
  let client: Namespace;
  let server: Namespace;

  before(async function () {
    await requireTools(this, 'namespaces', 'arping', 'ndisc6');
    requireAddon(this);
    [client, server] = [await createNamespace(lab, 'client'), await createNamespace(lab, 'server')];
    const addresses = ['192.0.2.1/24', '2001:db8::1/64'];
    await connect(
      lab,
      { namespace: client, interface: 'eth0', addresses },
      { namespace: server, interface: 'eth0' },
    );
  });

  it('needs CAP_NET_RAW and no other to answer ARP and NDP', async () => {
    const host = await startHost(lab, server, {}, ['net_raw']);
    expect(await host.own(wanted(false))).to.deep.equal([]);
    const mac = await macOf(server);
    const [arp, ndp] = [
      await ask(client, 'arping', '-c', '1', '-I', 'eth0', '192.0.2.10'),
      await ask(client, 'ndisc6', '-1', '2001:db8::10', 'eth0'),
    ];
    for (const said of [arp, ndp]) expect(said.toLowerCase()).to.contain(mac);
    await host.kill();
  });

  it('names CAP_NET_RAW where that is missing', async () => {
    const host = await startHost(lab, server, {}, ['net_admin']);
    const problems = await host.own(wanted(false));
    expect(problems.map(({ reason }) => reason)).to.deep.equal(['cannotOpen', 'cannotOpen']);
    expect(problems[0]?.message)
      .to.contain('needs CAP_NET_RAW')
      .and.to.contain('capabilities.add: [NET_RAW]');
    await host.kill();
  });

  it('names CAP_NET_ADMIN where a virtual MAC wants that, and answers for the other addresses', async () => {
    const host = await startHost(lab, server, {}, ['net_raw']);
    const problems = await host.own([...wanted(true), { interface: 'eth0', addresses: OTHER }]);
    expect(problems.map(({ reason }) => reason)).to.deep.equal([
      'cannotMakeVirtualMac',
      'cannotMakeVirtualMac',
    ]);
    expect(problems[0]?.message).to.contain('needs CAP_NET_ADMIN').and.to.contain('add: [NET_ADMIN]');
    const said = await ask(client, 'arping', '-c', '1', '-I', 'eth0', '192.0.2.11');
    expect(said).to.contain('Received 1 response');
    await host.kill();
  });

  it('has a virtual MAC with both', async () => {
    const host = await startHost(lab, server, {}, ['net_raw', 'net_admin']);
    expect(await host.own(wanted(true))).to.deep.equal([]);
    const said = await ask(client, 'arping', '-c', '1', '-I', 'eth0', '192.0.2.10');
    expect(said.toLowerCase()).to.contain(derivedMac(address('192.0.2.10')));
    await host.kill();
  });
});

const OTHER = [{ address: address('192.0.2.11') }];

function wanted(hasVirtualMac: boolean): readonly LinkAddresses[] {
  const addresses = ['192.0.2.10', '2001:db8::10'].map(address);
  return [
    {
      interface: 'eth0',
      addresses: addresses.map((each) => ({
        address: each,
        ...(hasVirtualMac && { mac: derivedMac(each) }),
      })),
    },
  ];
}

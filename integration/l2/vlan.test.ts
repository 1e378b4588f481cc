import { expect } from 'chai';
import { connect, createNamespace, openLab, requireTools, startCapture } from '../lab/index.ts';
import { eventually } from '@fairlead/testing';
import { address, macOf } from './support/address.ts';
import { startHost } from './support/host.ts';
import type { Host } from './support/host.ts';
import { requireAddon } from '../netsys/requireAddon.ts';

describe('a VLAN on an interface without a device for it', () => {
  const lab = openLab();
  after(lab.close);
  let server: Host;
  let client: Host;
  let mac: string;

  before(async function () {
    await requireTools(this, 'namespaces', 'tcpdump');
    requireAddon(this);
    const [near, far] = [await createNamespace(lab, 'client'), await createNamespace(lab, 'server')];
    await connect(lab, { namespace: near, interface: 'eth0' }, { namespace: far, interface: 'eth0' });
    [client, server] = [await startHost(lab, near), await startHost(lab, far)];
    mac = await macOf(far);
    const problems = await server.own([
      { interface: 'eth0', vlan: 100, addresses: [{ address: address('192.0.2.10') }] },
      { interface: 'eth0', addresses: [{ address: address('192.0.2.20') }] },
    ]);
    expect(problems).to.deep.equal([]);
  });

  it('is answered with its tag, and no other is', async () => {
    const filter = `ether src ${mac} and (arp[6:2] = 2 or (vlan and arp[6:2] = 2)) and ether dst 02:00:00:00:00:09`;
    const capture = await startCapture(lab, { namespace: client.namespace, interface: 'eth0', filter });
    await client.send('eth0', ...[request('81000064', 10), request('81000065', 10), request('', 10)]);
    await client.send('eth0', ...[request('81000064', 20), request('', 20)]);
    await eventually('all were judged', async () => {
      const received = (await server.status()).map((link) => link.received.replied + link.received.notOwned);
      return received.join() === '2,2' ? true : null;
    });
    const said = (await capture.stop()).map((line) => line.replace(/^\S+ /, ''));
    expect(said).to.have.length(2);
    expect(said[0]).to.contain('vlan 100').and.to.contain(`192.0.2.10 is-at ${mac}`);
    expect(said[1]).to.contain(`192.0.2.20 is-at ${mac}`);
    expect(said[1]).to.not.contain('vlan');
  });
});

/** A request by 192.0.2.9 for an address of that network. */
function request(tag: string, host: number): string {
  const target = `c00002${host.toString(16).padStart(2, '0')}`;
  return `ffffffffffff020000000009${tag}08060001080006040001020000000009c0000209000000000000${target}`;
}

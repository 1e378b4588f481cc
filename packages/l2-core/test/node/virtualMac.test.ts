import { openLayer2 } from '@fairlead/l2-core/node';
import type { Layer2 } from '@fairlead/l2-core/node';
import { MemoryNetwork, MemorySegment } from '@fairlead/netsys';
import { expect } from 'chai';
import { address, mac, owned } from '../support/segment.ts';
import { StoppedClock } from '../support/stoppedClock.ts';

describe('the interface of a virtual MAC', () => {
  let network: MemoryNetwork;
  let clock: StoppedClock;
  const opened: Layer2[] = [];
  const virtual = mac('00:00:5e:00:01:0a');
  const both = owned('192.0.2.10', '192.0.2.11').map((each) => ({ ...each, mac: virtual }));
  const macvlans = (): readonly unknown[] =>
    network
      .interfaces()
      .filter(({ kind }) => kind === 'macvlan')
      .map((each) => each.mac);

  beforeEach(() => {
    network = new MemoryNetwork();
    network.addInterface('eth0', mac('02:00:00:00:00:01'), new MemorySegment());
    clock = new StoppedClock();
  });

  afterEach(async () => {
    const closing = opened.splice(0).map((layer2) => layer2.close());
    clock.pass(1000);
    await Promise.all(closing);
  });

  const open = (at = clock): Layer2 => {
    const layer2 = openLayer2({ network, clock: at });
    if (at === clock) opened.push(layer2);
    return layer2;
  };

  it('is made once, and removed a second after the last address of it, when others have spoken', async () => {
    const layer2 = open();
    await layer2.own([{ interface: 'eth0', addresses: both }]);
    expect(macvlans()).to.deep.equal([virtual]);
    await layer2.own([{ interface: 'eth0', addresses: both.slice(1) }]);
    clock.pass(2000);
    expect(macvlans()).to.deep.equal([virtual]);
    await layer2.own([{ interface: 'eth0', addresses: owned('192.0.2.11') }]);
    clock.pass(999);
    expect(macvlans()).to.deep.equal([virtual]);
    clock.pass(1);
    expect(macvlans()).to.deep.equal([]);
  });

  it('stays when the address comes back before, on the last link that there was too', async () => {
    const layer2 = open();
    await layer2.own([{ interface: 'eth0', addresses: both }]);
    await layer2.own([]);
    clock.pass(500);
    await layer2.own([{ interface: 'eth0', addresses: both }]);
    clock.pass(10_000);
    expect(macvlans()).to.deep.equal([virtual]);
  });

  it('that a process left behind which was killed is used again, or goes in a minute', async () => {
    const killed = open(new StoppedClock());
    const other = { ...both[0], address: address('192.0.2.12'), mac: mac('00:00:5e:00:01:0b') };
    await killed.own([{ interface: 'eth0', addresses: [...both, other] }]);
    const layer2 = open();
    clock.pass(50_000);
    expect(macvlans()).to.deep.equal([virtual, other.mac]);
    await layer2.own([{ interface: 'eth0', addresses: both }]);
    clock.pass(20_000);
    expect(macvlans()).to.deep.equal([virtual]);
  });

  it('outlives our last frame by a second when all is closed', async () => {
    const layer2 = open();
    await layer2.own([{ interface: 'eth0', addresses: both }]);
    const closed = layer2.close();
    expect(macvlans()).to.deep.equal([virtual]);
    clock.pass(1000);
    await closed;
    expect(macvlans()).to.deep.equal([]);
  });
});

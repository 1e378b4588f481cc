import { prefixOf } from '@fairlead/inet';
import { derivedMac } from '@fairlead/l2-core';
import { openLayer2 } from '@fairlead/l2-core/node';
import type { Layer2 } from '@fairlead/l2-core/node';
import { MemoryNetwork, MemorySegment } from '@fairlead/netsys';
import { expect } from 'chai';
import { L2Driver } from '../../../src/driver/l2/driver.ts';
import type { HostLink, OwnLink } from '../../../src/model/link.ts';
import type { Answering } from '../../../src/reconcile/ownership.ts';
import { address, mac } from '../../support/inet.ts';
import { keptLog, silentLog } from '../../support/log.ts';

const [A, B] = [address('192.0.2.1'), address('192.0.2.2')];
const ANYWHERE: Answering = { interfaces: null, virtualMac: false };
const on = (...interfaces: readonly string[]): Answering => ({ interfaces, virtualMac: false });

describe('the layer 2 driver', () => {
  const start = (
    ...interfaces: string[]
  ): { driver: L2Driver; told: () => string[]; interfaces: string[] } => {
    let told: string[] = [];
    const layer2: Layer2 = {
      own: () => Promise.resolve([]),
      claim: ({ interface: name, addresses }) => {
        for (const each of addresses) {
          told.push(['+', name, each.address, each.conflict, ...(each.mac ? [each.mac] : [])].join(' '));
        }
        return Promise.resolve([]);
      },
      release: ({ interface: name }, addresses, successor) => {
        for (const each of addresses)
          told.push(['-', name, each, ...(successor ? [successor] : [])].join(' '));
        return Promise.resolve();
      },
      setPartners: (macs) => {
        told.push(`partners ${macs.join()}`);
        return Promise.resolve();
      },
      status: () => Promise.resolve([]),
      close: () => Promise.resolve(),
    };
    const driver = new L2Driver({
      layer2,
      log: silentLog,
      exclude: /^lo$/,
      links: () => interfaces.map(linkOf),
    });
    return {
      driver,
      interfaces,
      told: () => {
        const words = told;
        told = [];
        return words;
      },
    };
  };
  const both = new Map([
    [A, ANYWHERE],
    [B, on('eth1')],
  ]);

  it('tells the responder the difference, and the same twice not at all', async () => {
    const { driver, told } = start('eth0', 'eth1');
    driver.own(both, 'defend');
    await driver.idle();
    expect(told()).to.deep.equal([
      '+ eth0 192.0.2.1 defend',
      '+ eth1 192.0.2.1 defend',
      '+ eth1 192.0.2.2 defend',
    ]);
    driver.own(new Map(both), 'defend');
    await driver.idle();
    expect(told()).to.deep.equal([]);
    driver.own(new Map([[B, on('eth1')]]), 'defend');
    await driver.idle();
    expect(told()).to.deep.equal(['- eth0 192.0.2.1', '- eth1 192.0.2.1']);
  });

  it('answers on interfaces that come later, and asks for those that are named at once', async () => {
    const { driver, told, interfaces } = start('eth0');
    driver.own(new Map([...both, [B, on('eth9', 'lo')]]), 'defend');
    await driver.idle();
    interfaces.push('eth1');
    driver.interfacesChanged();
    await driver.idle();
    expect(told()).to.deep.equal([
      '+ eth0 192.0.2.1 defend',
      '+ eth9 192.0.2.2 defend',
      '+ eth1 192.0.2.1 defend',
    ]);
  });

  it('passes on what to do about others', async () => {
    const { driver, told } = start('eth0');
    driver.own(new Map([[A, ANYWHERE]]), 'defend');
    await driver.idle();
    driver.own(new Map([[A, ANYWHERE]]), 'yield');
    await driver.idle();
    expect(told()).to.deep.equal(['+ eth0 192.0.2.1 defend', '+ eth0 192.0.2.1 yield']);
  });

  it('gives an address the MAC that follows from it, where it should have one of its own', async () => {
    const { driver, told } = start('eth0');
    driver.own(new Map([[A, { interfaces: null, virtualMac: true }]]), 'defend');
    await driver.idle();
    driver.own(new Map([[A, ANYWHERE]]), 'defend');
    await driver.idle();
    expect(told()).to.deep.equal([`+ eth0 192.0.2.1 defend ${derivedMac(A)}`, '+ eth0 192.0.2.1 defend']);
  });

  describe('when another speaker has an address next', () => {
    const theirs: HostLink = { ...linkOf('eth0'), name: 'ens3', mac: mac('02:00:00:00:02:00') };
    const far: HostLink = { ...linkOf('eth1'), name: 'eth0', mac: mac('02:00:00:00:02:01') };
    const others = { links: new Map([['b', [far, theirs]]]), ownerOf: () => 'b' };

    const handOver = async (
      answering: Answering,
      before: (driver: L2Driver) => void = () => undefined,
    ): Promise<readonly string[]> => {
      const { driver, told } = start('eth0', 'eth1');
      driver.own(new Map([[A, answering]]), 'defend', others);
      await driver.idle();
      before(driver);
      told();
      driver.own(new Map(), 'defend', others);
      await driver.idle();
      return told();
    };

    it('knows the MAC addresses of the others before it answers', async () => {
      const { driver, told } = start('eth0');
      driver.own(new Map([[A, ANYWHERE]]), 'defend', others);
      await driver.idle();
      expect(told()).to.deep.equal([`partners ${theirs.mac},${far.mac}`, '+ eth0 192.0.2.1 defend']);
    });

    it('tells the neighbours of its MAC address in the subnet of the address, and nothing on other links', async () => {
      expect(await handOver(ANYWHERE)).to.deep.equal([`- eth0 192.0.2.1 ${theirs.mac}`, '- eth1 192.0.2.1']);
    });

    it('tells what was heard of it on the link, whatever the subnets say', async () => {
      const said = await handOver(on('eth1'), (driver) => {
        const link = { interface: 'eth1', vlan: null };
        driver.tell({ kind: 'handover', link, address: A, mac: theirs.mac });
      });
      expect(said).to.deep.equal([`- eth1 192.0.2.1 ${theirs.mac}`]);
    });

    it('need not tell of a MAC address that moves with the address', async () => {
      expect(await handOver({ interfaces: ['eth0'], virtualMac: true })).to.deep.equal(['- eth0 192.0.2.1']);
    });
  });
});

/** In the subnet of the addresses, if it is the first one. */
function linkOf(name: string): OwnLink {
  const number = Number(name.at(-1));
  const subnet = prefixOf(address(number === 0 ? '192.0.2.0' : '198.51.100.0'), 24);
  return { name, mac: mac(`02:00:00:00:01:0${number}`), subnets: [subnet], isRunning: true };
}

describe('what the layer 2 driver says of addresses that it cannot answer for', () => {
  const told = async (...wanted: readonly (readonly [typeof A, Answering])[]): Promise<readonly string[]> => {
    const network = new MemoryNetwork();
    network.addInterface('eth0', mac('02:00:00:00:00:01'), new MemorySegment());
    network.addInterface('eth1', mac('02:00:00:00:00:02'), new MemorySegment());
    network.addAddress('eth0', address('192.0.2.254'), 24);
    network.addAddress('eth1', address('198.51.100.254'), 24);
    const log = keptLog();
    const links = (): readonly OwnLink[] => ['eth0', 'eth1'].map(linkOf);
    const driver = new L2Driver({ layer2: openLayer2({ network }), log, exclude: /^lo$/, links });
    driver.own(new Map(wanted), 'defend');
    await driver.idle();
    await driver.close();
    return log.said.filter((line) => !line.startsWith('debug'));
  };

  it('is nothing where one interface has the subnet', async () => {
    expect(await told([A, ANYWHERE])).to.deep.equal([]);
  });

  it('is nothing where one of the interfaces that are named is here', async () => {
    expect(await told([A, on('eth0', 'ens3')])).to.deep.equal([]);
  });

  it('is that no interface has the subnet, once for all addresses', async () => {
    const others = ['203.0.113.1', '203.0.113.2'].map((text) => [address(text), ANYWHERE] as const);
    const said = await told([A, ANYWHERE], ...others);
    expect(said).to.have.length(2);
    expect(said[0])
      .to.match(/^warn otherSubnet: 203\.0\.113\.1 is in no subnet of "eth0"/)
      .and.to.contain('choose an address or an interface');
  });

  it('is that the interface is not here, and which are', async () => {
    const [line, ...more] = await told([A, on('eth9')], [B, on('eth9')]);
    expect(line).to.match(/^error noSuchInterface: there is no interface "eth9" \(there are eth0, eth1\)/);
    expect(more).to.deep.equal([]);
  });

  it('is that an interface is excluded that alone is named', async () => {
    const [line] = await told([A, on('lo')]);
    expect(line).to.match(/^error interfaceExcluded: 192\.0\.2\.1 .* on lo alone, and --exclude-interfaces/);
  });

  it('is that the kernel answers too, wherever the address is configured', async () => {
    const [line] = await told([address('192.0.2.254'), ANYWHERE]);
    expect(line).to.match(/^warn addressOfHost: .*remove it there$/);
  });
});

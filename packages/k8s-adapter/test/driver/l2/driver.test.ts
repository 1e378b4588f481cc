import { derivedMac } from '@fairlead/l2-core';
import { openLayer2 } from '@fairlead/l2-core/node';
import type { Layer2 } from '@fairlead/l2-core/node';
import { MemoryNetwork, MemorySegment } from '@fairlead/netsys';
import { expect } from 'chai';
import { L2Driver } from '../../../src/driver/l2/driver.ts';
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
      release: ({ interface: name }, addresses) => {
        for (const each of addresses) told.push(`- ${name} ${each}`);
        return Promise.resolve();
      },
      status: () => Promise.resolve([]),
      close: () => Promise.resolve(),
    };
    const driver = new L2Driver({ layer2, log: silentLog, exclude: /^lo$/, interfaces: () => interfaces });
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
});

describe('what the layer 2 driver says of addresses that it cannot answer for', () => {
  const told = async (...wanted: readonly (readonly [typeof A, Answering])[]): Promise<readonly string[]> => {
    const network = new MemoryNetwork();
    network.addInterface('eth0', mac('02:00:00:00:00:01'), new MemorySegment());
    network.addInterface('eth1', mac('02:00:00:00:00:02'), new MemorySegment());
    network.addAddress('eth0', address('192.0.2.254'), 24);
    network.addAddress('eth1', address('198.51.100.254'), 24);
    const log = keptLog();
    const interfaces = (): readonly string[] => ['eth0', 'eth1'];
    const driver = new L2Driver({ layer2: openLayer2({ network }), log, exclude: /^lo$/, interfaces });
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

import type { Layer2 } from '@fairlead/l2-core/node';
import { expect } from 'chai';
import { L2Driver } from '../../../src/driver/l2/driver.ts';
import { address } from '../../support/inet.ts';
import { silentLog } from '../../support/log.ts';

describe('the layer 2 driver', () => {
  const start = (
    ...interfaces: string[]
  ): { driver: L2Driver; told: () => string[]; interfaces: string[] } => {
    let told: string[] = [];
    const layer2: Layer2 = {
      own: () => Promise.resolve([]),
      claim: ({ interface: name, addresses }) => {
        for (const each of addresses) told.push(`+${name} ${each.address} ${each.conflict ?? ''}`);
        return Promise.resolve([]);
      },
      release: ({ interface: name }, addresses) => {
        for (const each of addresses) told.push(`-${name} ${each}`);
        return Promise.resolve();
      },
      status: () => Promise.resolve([]),
      close: () => Promise.resolve(),
    };
    const driver = new L2Driver({ layer2, log: silentLog, interfaces: () => interfaces });
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
  const [a, b] = [address('192.0.2.1'), address('192.0.2.2')];

  it('tells the responder the difference, and the same twice not at all', async () => {
    const { driver, told } = start('eth0', 'eth1');
    driver.own(
      new Map([
        [a, null],
        [b, ['eth1']],
      ]),
      'defend',
    );
    await driver.idle();
    expect(told()).to.deep.equal([
      '+eth0 192.0.2.1 defend',
      '+eth1 192.0.2.1 defend',
      '+eth1 192.0.2.2 defend',
    ]);
    driver.own(
      new Map([
        [a, null],
        [b, ['eth1']],
      ]),
      'defend',
    );
    await driver.idle();
    expect(told()).to.deep.equal([]);
    driver.own(new Map([[b, ['eth1']]]), 'defend');
    await driver.idle();
    expect(told()).to.deep.equal(['-eth0 192.0.2.1', '-eth1 192.0.2.1']);
  });

  it('answers on interfaces that come later, and not on those that it does not have', async () => {
    const { driver, told, interfaces } = start('eth0');
    driver.own(
      new Map([
        [a, null],
        [b, ['eth9']],
      ]),
      'defend',
    );
    await driver.idle();
    interfaces.push('eth1');
    driver.interfacesChanged();
    await driver.idle();
    expect(told()).to.deep.equal(['+eth0 192.0.2.1 defend', '+eth1 192.0.2.1 defend']);
  });

  it('passes on what to do about others', async () => {
    const { driver, told } = start('eth0');
    driver.own(new Map([[a, null]]), 'defend');
    await driver.idle();
    driver.own(new Map([[a, null]]), 'yield');
    await driver.idle();
    expect(told()).to.deep.equal(['+eth0 192.0.2.1 defend', '+eth0 192.0.2.1 yield']);
  });
});

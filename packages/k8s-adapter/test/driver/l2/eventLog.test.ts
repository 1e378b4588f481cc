import type { Layer2Event } from '@fairlead/l2-core/node';
import { expect } from 'chai';
import { layer2Log } from '../../../src/driver/l2/eventLog.ts';
import { address, mac } from '../../support/inet.ts';
import { keptLog } from '../../support/log.ts';

describe('what the log says of layer 2', () => {
  const link = { interface: 'eth0', vlan: null };
  const other = { link, mac: mac('02:00:00:00:00:02') };

  it('is a conflict once a minute on each interface, however many addresses another host claims', () => {
    const log = keptLog();
    const tell = layer2Log(log);
    for (let host = 1; host <= 50; host++) {
      const event = { kind: 'conflict', ...other, address: address(`192.0.2.${host}`) } as const;
      tell(event);
      tell({ ...event, link: { ...link, interface: 'eth1' } });
    }
    expect(log.said).to.deep.equal(new Array(2).fill('warn conflict: another host answers for this address'));
  });

  it('is a handover, and a conflict when that goes on', () => {
    const log = keptLog();
    const tell = layer2Log(log);
    const event = { kind: 'handover', ...other, address: address('192.0.2.1') } as const;
    tell(event);
    tell({ ...event, address: address('192.0.2.2') });
    tell(event);
    expect(log.said).to.deep.equal([
      'debug handover: another speaker has this address, or is about to let it go',
      'debug handover: another speaker has this address, or is about to let it go',
      'warn conflict: another speaker goes on answering for this address',
    ]);
  });

  it('is every address that was left to another host, and what a neighbour should not send', () => {
    const log = keptLog();
    const events: readonly Layer2Event[] = [
      { kind: 'yielded', ...other, address: address('192.0.2.1') },
      { kind: 'yielded', ...other, address: address('192.0.2.2') },
      { kind: 'framesDropped', link, reason: 'hopLimit', count: 7 },
    ];
    events.forEach(layer2Log(log));
    expect(log.said).to.deep.equal([
      'warn yielded: left this address to another host',
      'warn yielded: left this address to another host',
      'warn hopLimit: a neighbour sent frames that it should not',
    ]);
  });
});

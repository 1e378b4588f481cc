import { millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import { expect } from 'chai';
import type { LeaseRecord } from '../../src/k8s/leaseRecord.ts';
import { Liveness } from '../../src/k8s/liveness.ts';

describe('liveness by Leases', () => {
  it('holds for as long as the Lease says after the observer saw it change', () => {
    const liveness = new Liveness();
    liveness.observe('a', lease('1'), at(0));
    liveness.observe('a', lease('2'), at(4));
    liveness.observe('a', lease('2'), at(8));
    expect([...liveness.alive(at(13))]).to.deep.equal(['a']);
    expect(liveness.nextDeadline(at(13))).to.equal(at(14));
    expect([...liveness.alive(at(14))]).to.deep.equal([]);
    expect(liveness.nextDeadline(at(14))).to.equal(null);
  });

  it('ends at once with a Lease that is released or deleted, and returns with the next renewal', () => {
    const liveness = new Liveness();
    for (const name of ['a', 'b']) liveness.observe(name, lease('1'), at(0));
    liveness.observe('a', { ...lease('2'), holder: null }, at(1));
    liveness.forget('b');
    expect([...liveness.alive(at(1))]).to.deep.equal([]);
    liveness.observe('a', lease('3'), at(2));
    expect([...liveness.alive(at(2))]).to.deep.equal(['a']);
  });

  it('is settled once every Lease found has been renewed or has gone stale', () => {
    const liveness = new Liveness();
    expect(liveness.isSettled(at(0))).to.equal(true);
    liveness.observe('renews', lease('1'), at(0));
    liveness.observe('dead', lease('1'), at(0));
    liveness.observe('renews', lease('2'), at(3));
    expect(liveness.isSettled(at(9))).to.equal(false);
    expect(liveness.isSettled(at(10))).to.equal(true);
  });
});

function at(seconds: number): Millis {
  return millis(seconds * 1000);
}

function lease(renewTime: string): LeaseRecord {
  return { holder: 'x', duration: at(10), renewTime, acquireTime: '', transitions: 0 };
}

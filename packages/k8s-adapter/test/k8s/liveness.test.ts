import { millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import { expect } from 'chai';
import type { MemberRecord } from '../../src/k8s/memberRecord.ts';
import { address } from '../support/inet.ts';
import { Liveness } from '../../src/k8s/liveness.ts';

describe('liveness by Leases', () => {
  it('holds for as long as the Lease says after the observer saw it change', () => {
    const liveness = new Liveness('me');
    liveness.observe('a', lease('1'), at(0));
    beat(liveness, 1, 13);
    expect([...liveness.alive]).to.deep.equal(['a', 'me']);
    liveness.observe('a', lease('1'), at(13));
    beat(liveness, 14, 16);
    expect([...liveness.alive]).to.deep.equal(['me']);
    liveness.observe('a', lease('2'), at(17));
    expect([...liveness.alive]).to.deep.equal(['a', 'me']);
  });

  it('ends at once with a Lease that is released or deleted', () => {
    const liveness = new Liveness('me');
    for (const name of ['a', 'b']) liveness.observe(name, lease('1'), at(0));
    liveness.observe('a', { ...lease('2'), holder: null }, at(1));
    liveness.forget('b');
    expect([...liveness.alive]).to.deep.equal([]);
  });

  it('stands still while our own renewals are not seen, and gives all a whole duration afterwards', () => {
    const liveness = new Liveness('me');
    for (const name of ['returns', 'dies']) liveness.observe(name, lease('1'), at(0));
    beat(liveness, 0, 3);
    expect([...liveness.alive]).to.deep.equal(['returns', 'dies', 'me']);
    beat(liveness, 3600, 3600);
    expect([...liveness.alive]).to.deep.equal(['returns', 'dies', 'me']);
    liveness.observe('returns', lease('2'), at(3605));
    beat(liveness, 3601, 3615);
    expect([...liveness.alive]).to.deep.equal(['returns', 'me']);
  });

  it('is settled once we are seen, and every Lease found has been renewed or has gone stale', () => {
    const liveness = new Liveness('me');
    expect(liveness.isSettled).to.equal(false);
    liveness.observe('renews', lease('1'), at(0));
    liveness.observe('dead', lease('1'), at(0));
    beat(liveness, 0, 3);
    liveness.observe('renews', lease('2'), at(4));
    expect(liveness.isSettled).to.equal(false);
    beat(liveness, 4, 15);
    expect(liveness.isSettled).to.equal(true);
    expect([...liveness.alive]).to.deep.equal(['renews', 'me'].sort().reverse());
  });

  it('is settled at once where nobody else is known', () => {
    const liveness = new Liveness('me');
    beat(liveness, 0, 0);
    expect(liveness.isSettled).to.equal(true);
  });

  it('has gathered once we and all others who are there have joined, whoever arrives later', () => {
    const liveness = new Liveness('me');
    const arriving = { ...lease('1'), holder: null };
    liveness.observe('me', lease('of an earlier life'), at(0));
    for (const name of ['me', 'joins', 'dies']) liveness.observe(name, arriving, at(0));
    liveness.observe('me', lease('2'), at(1));
    liveness.observe('joins', lease('2'), at(2));
    expect(liveness.hasGathered).to.equal(false);
    beat(liveness, 3, 14);
    expect(liveness.hasGathered).to.equal(false);
    beat(liveness, 15, 15);
    expect(liveness.hasGathered).to.equal(true);
    liveness.observe('late', arriving, at(16));
    expect(liveness.hasGathered).to.equal(true);
  });

  it('hears what somebody says anew, be it in the millisecond of the last word', () => {
    const liveness = new Liveness('me');
    liveness.observe('one', lease('1'), at(1));
    const { revision } = liveness;
    liveness.observe('one', lease('1'), at(1));
    expect(liveness.revision).to.equal(revision);
    liveness.observe('one', { ...lease('1'), owned: [address('192.0.2.1')] }, at(1));
    expect(liveness.revision).to.not.equal(revision);
    expect([...liveness.standing([], []).owners.values()]).to.deep.equal(['one']);
  });

  it('knows when the first of the others is dead, unless it is heard of', () => {
    const liveness = new Liveness('me');
    beat(liveness, 0, 0);
    expect(liveness.nextExpiry).to.equal(null);
    liveness.observe('one', lease('1'), at(1));
    liveness.observe('other', lease('1'), at(2));
    expect(liveness.nextExpiry).to.equal(at(16));
    liveness.observe('one', lease('2'), at(3));
    expect(liveness.nextExpiry).to.equal(at(17));
    beat(liveness, 3, 17);
    expect(liveness.nextExpiry).to.equal(at(18));
  });

  it('knows when others take us for dead', () => {
    const liveness = new Liveness('me');
    beat(liveness, 0, 0);
    expect([liveness.isFresh(at(14)), liveness.isFresh(at(15))]).to.deep.equal([true, false]);
  });
});

/** Our own renewals, once a second. */
function beat(liveness: Liveness, from: number, to: number): void {
  for (let second = from; second <= to; second++) liveness.observe('me', lease(`t${second}`), at(second));
}

function at(seconds: number): Millis {
  return millis(seconds * 1000);
}

function lease(renewTime: string): MemberRecord {
  return {
    holder: 'x',
    duration: at(15),
    renewTime,
    acquireTime: '',
    transitions: 0,
    links: [],
    age: 0,
    owned: [],
  };
}

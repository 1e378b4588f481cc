import { expect } from 'chai';
import type { Direction } from '../../src/session/collision.ts';
import { resolveCollision } from '../../src/session/collision.ts';
import type { SessionState } from '../../src/session/state.ts';
import { open } from './support.ts';

describe('a connection collision (RFC 4271 §6.8)', () => {
  const low = open(65001, '192.0.2.1');
  const high = open(65002, '192.0.2.2');
  const heard = (direction: Direction): { direction: Direction; state: SessionState['kind'] } => ({
    direction,
    state: 'openSent',
  });
  const confirmed = (direction: Direction): { direction: Direction; state: SessionState['kind'] } => ({
    direction,
    state: 'openConfirm',
  });

  it('is none while the other connection has not heard an OPEN', () => {
    for (const state of ['idle', 'connect', 'active', 'openSent'] as const) {
      const other = { direction: 'incoming', state } as const;
      expect(resolveCollision(heard('outgoing'), other, low, high)).to.equal('none');
    }
  });

  it('is won by the connection that the higher identifier opened, whichever heard its OPEN first', () => {
    expect(resolveCollision(heard('outgoing'), confirmed('incoming'), low, high)).to.equal('otherLives');
    expect(resolveCollision(heard('incoming'), confirmed('outgoing'), low, high)).to.equal('heardLives');
    expect(resolveCollision(heard('outgoing'), confirmed('incoming'), high, low)).to.equal('heardLives');
    expect(resolveCollision(heard('incoming'), confirmed('outgoing'), high, low)).to.equal('otherLives');
  });

  it('is decided by the AS numbers where the identifiers are equal (RFC 6286 §2.3)', () => {
    const twin = open(65002, '192.0.2.1');
    expect(resolveCollision(heard('outgoing'), confirmed('incoming'), low, twin)).to.equal('otherLives');
    expect(resolveCollision(heard('outgoing'), confirmed('incoming'), twin, low)).to.equal('heardLives');
  });

  it('compares identifiers as numbers', () => {
    const nine = open(65001, '9.0.0.1');
    const ten = open(65002, '10.0.0.1');
    expect(resolveCollision(heard('outgoing'), confirmed('incoming'), ten, nine)).to.equal('heardLives');
  });

  it('is lost by whatever meets an established session', () => {
    const other = { direction: 'incoming', state: 'established' } as const;
    expect(resolveCollision(heard('outgoing'), other, high, low)).to.equal('otherLives');
  });

  it('is won by the newer of two connections that the neighbour opened', () => {
    expect(resolveCollision(heard('incoming'), confirmed('incoming'), high, low)).to.equal('heardLives');
  });
});

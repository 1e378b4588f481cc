import { expect } from 'chai';
import { route } from '@fairlead/bgp-core';
import type { PeerConfig } from '@fairlead/bgp-core';
import { Conversation } from './conversation.ts';

const left: PeerConfig = {
  localAs: 65001,
  remoteAs: 65002,
  routerId: '192.0.2.1',
  families: ['ipv4/unicast'],
  gracefulRestart: { restartTime: 60 },
};
const right: PeerConfig = {
  ...left,
  localAs: 65002,
  remoteAs: 65001,
  routerId: '192.0.2.2',
  passive: true,
  importRoutes: 'all',
  adjRibIn: true,
  gracefulRestart: { helperOnly: true },
};
const A = route('203.0.113.1/32');
const B = route('203.0.113.2/32');

describe('graceful restart (RFC 4724)', () => {
  /** Both are up and the right side has A and B of the left side. */
  const up = (config: PeerConfig = left): Conversation => {
    const talk = new Conversation(config, right).start();
    talk.left.advertise([A, B]);
    return talk.settle();
  };

  it('keeps the routes of a speaker that goes without a word, and loses those that it does not say again', () => {
    const talk = up();
    talk.left.stop(talk.now, { reason: 'gracefulRestart' });
    talk.settle();
    expect(routesOf(talk)).to.deep.equal(['203.0.113.1/32 stale', '203.0.113.2/32 stale']);
    talk.replaceLeft({ ...left, gracefulRestart: { restartTime: 60, restarting: true } });
    talk.left.start(talk.now);
    talk.settle().pass(10_000);
    expect(talk.states()).to.equal('established established');
    expect(talk.right.status().session?.gracefulRestart).to.deep.include({
      restarting: true,
      restartTime: 60,
    });
    talk.left.announce(A);
    talk.settle();
    expect(routesOf(talk)).to.deep.equal(['203.0.113.1/32', '203.0.113.2/32 stale']);
    talk.left.advertise([A]);
    expect(routesOf(talk.settle())).to.deep.equal(['203.0.113.1/32']);
  });

  it('tells of the restart in one session only', () => {
    const talk = up({ ...left, gracefulRestart: { restarting: true } });
    expect(talk.right.status().session?.gracefulRestart?.restarting).to.equal(true);
    talk.cut().pass(20_000);
    expect(talk.right.status().session?.gracefulRestart?.restarting).to.equal(false);
  });

  it('removes the routes of a speaker that does not come back in time', () => {
    const talk = up();
    talk.left.stop(talk.now, { reason: 'gracefulRestart' });
    expect(routesOf(talk.settle().pass(59_000))).to.have.length(2);
    expect(routesOf(talk.pass(1000))).to.deep.equal([]);
  });

  it('removes the routes of a speaker that says it will not come back (RFC 8538 §3)', () => {
    const talk = up();
    talk.left.stop(talk.now);
    expect(routesOf(talk.settle())).to.deep.equal([]);
    expect(talk.right.status().lastEnding?.received).to.deep.include({ code: 6, subcode: 9 });
  });

  it('keeps the routes through a change of configuration (RFC 8538 §4)', () => {
    const talk = up();
    talk.left.configure({ ...left, holdTime: 30 }, talk.now);
    talk.settle();
    expect(talk.right.status().lastEnding?.received).to.deep.include({ code: 6, subcode: 6 });
    expect(routesOf(talk)).to.deep.equal(['203.0.113.1/32 stale', '203.0.113.2/32 stale']);
    talk.pass(20_000);
    expect(talk.right.status().session?.holdTime).to.equal(30_000);
    expect(routesOf(talk)).to.deep.equal(['203.0.113.1/32', '203.0.113.2/32']);
  });

  it('keeps the routes of a speaker that falls silent where both said the N bit (RFC 8538 §4)', () => {
    const talk = up();
    talk.silence('left');
    talk.pass(91_000);
    expect(talk.right.status().lastEnding?.reason).to.equal('holdTimerExpired');
    expect(routesOf(talk)).to.have.length(2);
  });

  it('keeps the routes of a neighbour that restarts without being told to, and not where told not to', () => {
    const { gracefulRestart, ...unsaid } = right;
    expect(gracefulRestart).to.deep.equal({ helperOnly: true });
    for (const [config, kept] of [
      [unsaid, 2],
      [{ ...right, gracefulRestart: false }, 0],
    ] as const) {
      const talk = new Conversation(left, config).start();
      talk.left.advertise([A, B]);
      talk.settle().cut();
      expect(routesOf(talk)).to.have.length(kept);
    }
  });

  it('says no hard reset where the neighbour keeps no routes anyway (RFC 8538 §3)', () => {
    const talk = up();
    talk.right.stop(talk.now);
    talk.settle();
    expect(talk.left.status().lastEnding?.received).to.deep.include({ code: 6, subcode: 2 });
  });
});

describe('long-lived graceful restart (RFC 9494 §4.2)', () => {
  it('keeps routes as a last resort and says so', () => {
    const config = { ...left, gracefulRestart: { restartTime: 10, longLivedStaleTime: 3600 } };
    const talk = new Conversation(config, {
      ...right,
      gracefulRestart: { helperOnly: true, longLivedStaleTime: 3600 },
    }).start();
    talk.left.advertise([A, route('203.0.113.9/32', { communities: [NO_LLGR] })]);
    talk.settle();
    talk.left.stop(talk.now, { reason: 'gracefulRestart' });
    expect(routesOf(talk.settle())).to.have.length(2);
    talk.pass(10_000);
    const [kept, ...more] = [...talk.right.routes('ipv4/unicast')];
    expect([kept?.prefix, kept?.attributes.communities, more]).to.deep.equal([A.prefix, [LLGR_STALE], []]);
    expect(talk.right.status().prefixesReceived).to.equal(1);
    expect(routesOf(talk.pass(3_600_000))).to.deep.equal([]);
  });

  it('keeps them so until the neighbour that is back has said all', () => {
    const config = { ...left, gracefulRestart: { restartTime: 10, longLivedStaleTime: 3600 } };
    const talk = new Conversation(config, {
      ...right,
      gracefulRestart: { helperOnly: true, longLivedStaleTime: 3600 },
    }).start();
    talk.left.advertise([A, B]);
    talk.settle();
    talk.left.stop(talk.now, { reason: 'gracefulRestart' });
    talk.settle().pass(10_000);
    talk.replaceLeft({ ...config, gracefulRestart: { ...config.gracefulRestart, restarting: true } });
    talk.left.start(talk.now);
    talk.settle().pass(10_000);
    talk.left.announce(B);
    talk.settle();
    const communities = [...talk.right.routes('ipv4/unicast')].map(({ prefix, attributes }) => [
      prefix,
      attributes.communities ?? [],
    ]);
    expect(communities).to.have.deep.members([
      [A.prefix, [LLGR_STALE]],
      [B.prefix, []],
    ]);
    talk.left.advertise([B]);
    expect(routesOf(talk.settle())).to.deep.equal([B.prefix]);
  });
});

function routesOf(talk: Conversation): readonly string[] {
  return [...talk.right.routes('ipv4/unicast')]
    .map(({ prefix, isStale }) => (isStale ? `${prefix} stale` : prefix))
    .sort();
}

const LLGR_STALE = 0xffff0006;
const NO_LLGR = 0xffff0007;

import { expect } from 'chai';
import { community, route } from '@fairlead/bgp-core';
import type { PeerConfig } from '@fairlead/bgp-core';
import { Conversation } from './conversation.ts';
import type { Side } from './conversation.ts';

const left: PeerConfig = { localAs: 65001, remoteAs: 65002, routerId: '192.0.2.1' };
const right: PeerConfig = { localAs: 65002, remoteAs: 65001, routerId: '192.0.2.2', passive: true };
const open: PeerConfig = { ...right, importRoutes: 'all' };

describe('routes between two peers', () => {
  it('that were wanted before there was a session arrive when there is one, with an End-of-RIB', () => {
    const talk = new Conversation(left, open);
    talk.left.announce(route('203.0.113.7/32', { communities: [community('65001:1')] }));
    talk.start();
    expect(heard(talk, 'right')).to.have.members([
      '+203.0.113.7/32',
      'end of ipv4/unicast',
      'end of ipv6/unicast',
    ]);
  });

  it('arrive again in the next session', () => {
    const talk = new Conversation(left, open);
    talk.left.announce(route('203.0.113.7/32'));
    talk.start().cut().pass(20_000);
    expect(heard(talk, 'right').filter((one) => one.startsWith('+'))).to.deep.equal([
      '+203.0.113.7/32',
      '+203.0.113.7/32',
    ]);
  });

  it('are the whole set that was given last, and only what differs is said', () => {
    const talk = new Conversation(left, open).start();
    const [a, b, c] = [route('203.0.113.1/32'), route('203.0.113.2/32'), route('2001:db8::3/128')];
    talk.right.take();
    expect(talk.left.advertise([a, b])).to.deep.equal({ announced: 2, withdrawn: 0, unchanged: 0 });
    talk.settle();
    expect(talk.left.advertise([b, a])).to.deep.equal({ announced: 0, withdrawn: 0, unchanged: 2 });
    talk.settle();
    talk.told.right.length = 0;
    expect(talk.left.advertise([b, c])).to.deep.equal({ announced: 1, withdrawn: 1, unchanged: 1 });
    talk.settle();
    expect(heard(talk, 'right')).to.have.members(['-203.0.113.1/32']);
  });

  it('have the AS number of elsewhere behind that of the session, where there is one (RFC 7705 §3)', () => {
    const paths = (globalAs: object, right: PeerConfig): readonly string[] => {
      const talk = new Conversation({ ...left, ...globalAs }, { ...right, adjRibIn: true });
      talk.left.announce(route('203.0.113.7/32', { prepend: 1 }));
      talk.start().left.configure({ ...left, globalAs: 64999 }, talk.now);
      talk.settle();
      return [...talk.right.routes('ipv4/unicast')].map(({ attributes: { asPath = [] } }) =>
        asPath.flatMap(({ asns }) => asns).join(' '),
      );
    };
    expect(paths({ globalAs: 64998 }, open)).to.deep.equal(['65001 65001 64999']);
    expect(paths({}, open)).to.deep.equal(['65001 65001 64999']);
  });

  it('go without it inside an AS', () => {
    const inside = { ...left, remoteAs: 65001, globalAs: 64999 };
    const talk = new Conversation(inside, { ...right, localAs: 65001, adjRibIn: true });
    talk.left.announce(route('203.0.113.7/32'));
    const [found] = talk.start().right.routes('ipv4/unicast');
    expect(found?.attributes.asPath).to.deep.equal([]);
  });

  it('of another AS are not taken unless the owner says so (RFC 8212 §2.1)', () => {
    const talk = new Conversation(left, right);
    talk.left.announce(route('203.0.113.7/32'));
    talk.start();
    expect(heard(talk, 'right')).to.have.members(['end of ipv4/unicast', 'end of ipv6/unicast']);
  });

  it('of the same AS are taken', () => {
    const talk = new Conversation(
      { ...left, remoteAs: 'internal' },
      { ...right, localAs: 65001, remoteAs: 65001 },
    );
    talk.left.announce(route('203.0.113.7/32'));
    talk.start();
    expect(heard(talk, 'right')).to.include('+203.0.113.7/32');
  });

  it('come again when the policy changes, without another session', () => {
    const talk = new Conversation(left, right);
    talk.left.announce(route('203.0.113.7/32'));
    talk.start();
    expect(talk.right.configure(open, talk.now)).to.deep.equal({ kind: 'applied' });
    talk.settle();
    expect(heard(talk, 'right')).to.include('+203.0.113.7/32');
    expect(talk.events('right')).to.deep.equal(['established']);
  });
});

describe('routes that the neighbour is not told', () => {
  it('are counted while it takes nothing', () => {
    const talk = new Conversation(left, open);
    talk.left.advertise([route('203.0.113.1/32'), route('203.0.113.2/32')]);
    expect(talk.left.status().pending).to.equal(0);
    talk.start();
    talk.left.advertise([route('203.0.113.3/32')]);
    expect(talk.left.status().pending).to.equal(3);
    expect(talk.settle().left.status().pending).to.equal(0);
  });

  it('are of a family that the neighbour does not have', () => {
    const talk = new Conversation(left, { ...open, families: ['ipv4/unicast'] });
    const { prefix, attributes } = route('2001:db8::7/128');
    talk.left.announce({ prefix, attributes });
    expect(talk.start().left.withheld()).to.deep.equal([
      { family: 'ipv6/unicast', attributes, reason: 'familyNotAgreed', routes: 1 },
    ]);
  });

  it('have a reason', () => {
    const talk = new Conversation(left, open);
    const { attributes, prefix } = route('2001:db8::7/128');
    talk.left.advertise([{ prefix, attributes }, route('203.0.113.1/32')]);
    expect(talk.left.withheld()).to.deep.equal([]);
    expect(talk.start().left.withheld()).to.deep.equal([
      { family: 'ipv6/unicast', attributes, reason: 'noNextHop', routes: 1 },
    ]);
  });
});

/** What a side was told about routes of IPv4 and about the end of each family. */
function heard(talk: Conversation, side: Side): readonly string[] {
  return talk.told[side].flatMap((output) => {
    if (output.kind === 'endOfRib') return [`end of ${output.family}`];
    if (output.kind !== 'update') return [];
    const { withdrawn, announced } = output.update;
    return [...withdrawn.map(({ prefix }) => `-${prefix}`), ...announced.map(({ prefix }) => `+${prefix}`)];
  });
}

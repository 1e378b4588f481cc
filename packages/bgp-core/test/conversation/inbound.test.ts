import { expect } from 'chai';
import { asn } from '@fairlead/inet';
import { community, route } from '@fairlead/bgp-core';
import type { PeerConfig, RouteAttributes } from '@fairlead/bgp-core';
import { encode, initialContext } from '@fairlead/bgp-core/wire';
import type { Role, RouteRefreshSubtype } from '@fairlead/bgp-core/wire';
import { octets } from '../support/octets.ts';
import { hop, ipv4 } from '../support/session.ts';
import { Conversation } from './conversation.ts';

const left: PeerConfig = { localAs: 65001, remoteAs: 65002, routerId: '192.0.2.1' };
const right: PeerConfig = {
  localAs: 65002,
  remoteAs: 65001,
  routerId: '192.0.2.2',
  passive: true,
  importRoutes: 'all',
  adjRibIn: true,
};

describe('the routes that are taken', () => {
  it('are kept with their attributes as long as they are announced', () => {
    const talk = new Conversation(left, right).start();
    talk.left.announce(route('203.0.113.7/32', { communities: [community('65001:1')] }));
    talk.left.announce(route('2001:db8::7/128', { nextHop: hop('2001:db8::1') }));
    talk.settle();
    expect(taken(talk)).to.deep.equal(['203.0.113.7/32', '2001:db8::7/128']);
    expect(talk.right.status().prefixesReceived).to.equal(2);
    talk.left.withdraw(route('203.0.113.7/32').prefix);
    expect(taken(talk.settle())).to.deep.equal(['2001:db8::7/128']);
  });

  it('are those that the policy accepts', () => {
    const policy: PeerConfig['importRoutes'] = (prefix, { communities = [] }) =>
      prefix.startsWith('203.') && communities.includes(community('65001:1'));
    const talk = new Conversation(left, { ...right, importRoutes: policy }).start();
    const marked = { communities: [community('65001:1')] };
    talk.left.advertise([
      route('203.0.113.1/32', marked),
      route('203.0.113.2/32'),
      route('198.51.100.1/32', marked),
    ]);
    expect(taken(talk.settle())).to.deep.equal(['203.0.113.1/32']);
    talk.left.advertise([route('203.0.113.1/32'), route('203.0.113.2/32', marked)]);
    expect(taken(talk.settle())).to.deep.equal(['203.0.113.2/32']);
  });

  it('follow a new policy in both directions without another session', () => {
    const talk = new Conversation(left, right).start();
    talk.left.advertise([route('203.0.113.1/32'), route('203.0.113.2/32')]);
    talk.settle();
    const only = (wanted: string): PeerConfig => ({ ...right, importRoutes: (prefix) => prefix === wanted });
    talk.right.configure(only('203.0.113.2/32'), talk.now);
    expect(taken(talk.settle())).to.deep.equal(['203.0.113.2/32']);
    talk.right.configure({ ...right, importRoutes: 'none' }, talk.now);
    expect(taken(talk.settle())).to.deep.equal([]);
    talk.right.configure(right, talk.now);
    expect(taken(talk.settle())).to.deep.equal(['203.0.113.1/32', '203.0.113.2/32']);
    expect(talk.events('right')).to.deep.equal(['established']);
  });

  it('can be asked to be kept while the session is up', () => {
    const talk = new Conversation(left, { ...right, adjRibIn: false }).start();
    talk.left.announce(route('203.0.113.1/32'));
    expect(taken(talk.settle())).to.deep.equal([]);
    talk.right.configure(right, talk.now);
    expect(taken(talk.settle())).to.deep.equal(['203.0.113.1/32']);
  });

  it('are not those that have been through our AS (RFC 4271 §9.1.2)', () => {
    const talk = new Conversation(left, right).start();
    talk.left.announce(route('203.0.113.1/32', { asPath: [{ kind: 'sequence', asns: [asn(65002)] }] }));
    expect(taken(talk.settle())).to.deep.equal([]);
  });

  it('are not those that we have reflected (RFC 4456 §8)', () => {
    const talk = new Conversation({ ...left, remoteAs: 'internal' }, { ...right, localAs: 65001 }).start();
    talk.left.announce(route('203.0.113.1/32', { originatorId: ipv4('192.0.2.2') }));
    talk.left.announce(route('203.0.113.2/32', { originatorId: ipv4('192.0.2.9') }));
    expect(taken(talk.settle())).to.deep.equal(['203.0.113.2/32']);
  });

  it('go with the session', () => {
    const talk = new Conversation(left, right).start();
    talk.left.announce(route('203.0.113.1/32'));
    expect(taken(talk.settle())).to.have.length(1);
    expect(taken(talk.cut())).to.deep.equal([]);
  });

  it('lose those that are not said again between the marks of a refresh (RFC 7313 §4)', () => {
    const talk = new Conversation(left, right).start();
    talk.left.advertise([route('203.0.113.1/32'), route('203.0.113.2/32')]);
    talk.settle();
    const refresh = { kind: 'routeRefresh', family: 'ipv4/unicast', filters: new Uint8Array() } as const;
    talk.inject('right', encode({ ...refresh, subtype: 'beginningOfRouteRefresh' }, initialContext));
    expect(taken(talk)).to.have.length(2);
    talk.inject('right', encode({ ...refresh, subtype: 'endOfRouteRefresh' }, initialContext));
    expect(taken(talk)).to.deep.equal([]);
  });
});

describe('the marks around a refresh (RFC 7313 §4)', () => {
  const gracefulLeft: PeerConfig = { ...left, gracefulRestart: { restarting: true } };
  const gracefulRight: PeerConfig = { ...right, gracefulRestart: { helperOnly: true } };
  const mark = (subtype: RouteRefreshSubtype): Uint8Array =>
    encode(
      { kind: 'routeRefresh', family: 'ipv4/unicast', filters: new Uint8Array(), subtype },
      initialContext,
    );

  it('are ignored before the End-of-RIB of a neighbour that restarts', () => {
    const talk = new Conversation(gracefulLeft, gracefulRight).start();
    talk.left.announce(route('203.0.113.1/32'));
    talk.settle();
    talk.inject('right', mark('beginningOfRouteRefresh')).inject('right', mark('endOfRouteRefresh'));
    expect(taken(talk)).to.have.length(1);
    talk.left.advertise([route('203.0.113.1/32')]);
    talk.settle();
    talk.inject('right', mark('beginningOfRouteRefresh')).inject('right', mark('endOfRouteRefresh'));
    expect(taken(talk)).to.have.length(0);
  });

  it('are not what a subtype is that nobody knows', () => {
    const talk = new Conversation(left, right).start();
    talk.left.announce(route('203.0.113.1/32'));
    talk.settle();
    const unknown = {
      kind: 'routeRefresh',
      family: 'ipv4/unicast',
      filters: new Uint8Array(),
      subtype: 7,
    } as const;
    talk.inject('right', encode(unknown, initialContext)).inject('right', mark('endOfRouteRefresh'));
    expect(taken(talk)).to.have.length(1);
    expect(talk.states()).to.equal('established established');
  });

  it('bound the time for which old routes are kept, if the second never comes', () => {
    const talk = new Conversation(left, right).start();
    talk.left.announce(route('203.0.113.1/32'));
    talk.settle().inject('right', mark('beginningOfRouteRefresh'));
    expect(taken(talk.pass(359_000))).to.have.length(1);
    expect(taken(talk.pass(1000))).to.have.length(0);
    expect(talk.states()).to.equal('established established');
  });
});

describe('a family that the neighbour has made unusable (RFC 7606 §2)', () => {
  // MP_REACH_NLRI of IPv6 with a next hop of 15 octets, and a good one, for 2001:db8::/32.
  const update = (reach: string): Uint8Array => {
    const attributes =
      `800e${(reach.length / 2).toString(16).padStart(2, '0')}${reach}40010100400206020100` + '00fde9';
    const length = (23 + attributes.length / 2).toString(16).padStart(4, '0');
    const total = (attributes.length / 2).toString(16).padStart(4, '0');
    return octets(`${'f'.repeat(32)}${length}020000${total}${attributes}`);
  };
  const broken = update(`0002010f${'20010db8'.padEnd(30, '0')}00`);
  const good = update(`00020110${'20010db8'.padEnd(31, '0')}100` + '2020010db8');

  it('stays so for the session, whatever else is configured', () => {
    const talk = new Conversation(left, right).start();
    talk.inject('right', good);
    expect(taken(talk)).to.deep.equal(['2001:db8::/32']);
    talk.inject('right', broken);
    expect(taken(talk)).to.deep.equal([]);
    talk.right.configure({ ...right, importRoutes: (prefix) => prefix !== '::/0' }, talk.now);
    talk.settle().told.right.length = 0;
    talk.inject('right', good);
    expect(taken(talk)).to.deep.equal([]);
    expect(talk.told.right.map(({ kind }) => kind)).to.deep.equal([]);
    talk.left.announce(route('203.0.113.1/32'));
    expect(taken(talk.settle())).to.deep.equal(['203.0.113.1/32']);
  });
});

describe('a prefix limit (RFC 4486 §4)', () => {
  const limited: PeerConfig = { ...right, prefixLimit: { maximum: 2, restartAfter: 30 } };

  it('ends the session with the family and the limit, and tries again in time', () => {
    const talk = new Conversation(left, limited).start();
    talk.left.advertise([route('203.0.113.1/32'), route('203.0.113.2/32')]);
    expect(talk.settle().states()).to.equal('established established');
    talk.left.announce(route('203.0.113.3/32'));
    talk.settle();
    const down = talk.told.left.find((output) => output.kind === 'down');
    expect(down?.ending.received).to.deep.equal({
      kind: 'notification',
      code: 6,
      subcode: 1,
      data: Uint8Array.of(0, 1, 1, 0, 0, 0, 2),
    });
    talk.left.withdraw(route('203.0.113.3/32').prefix);
    expect(talk.pass(29_000).right.status().state).to.equal('idle');
    expect(talk.pass(20_000).states()).to.equal('established established');
  });

  it('counts prefixes, not the paths to them', () => {
    const addPath: Pick<PeerConfig, 'addPath'> = { addPath: { 'ipv4/unicast': 'both' } };
    const talk = new Conversation({ ...left, ...addPath }, { ...limited, ...addPath }).start();
    const paths = [1, 2, 3].map((pathId) => ({ ...route('203.0.113.1/32'), pathId }));
    talk.left.advertise([...paths, route('203.0.113.2/32')]);
    expect(talk.settle().states()).to.equal('established established');
    expect(talk.right.status().prefixesReceived).to.equal(2);
    expect([...talk.right.routes('ipv4/unicast')]).to.have.length(4);
  });

  it('that is lowered below what there is ends the session at once, and says so', () => {
    const talk = new Conversation(left, limited).start();
    talk.left.advertise([route('203.0.113.1/32'), route('203.0.113.2/32')]);
    talk.settle();
    const lower = { ...limited, prefixLimit: { maximum: 1 } };
    expect(talk.right.configure(lower, talk.now)).to.deep.equal({
      kind: 'sessionReset',
      because: ['prefixLimit'],
    });
    expect(talk.settle().right.status().lastEnding?.reason).to.equal('prefixLimitReached');
  });

  it('without a time keeps the session down until its owner starts it', () => {
    const talk = new Conversation(left, { ...limited, prefixLimit: { maximum: 1 } }).start();
    talk.left.advertise([route('203.0.113.1/32'), route('203.0.113.2/32')]);
    expect(talk.settle().pass(3_600_000).right.status()).to.deep.include({ state: 'idle' });
    expect(talk.right.status().lastEnding?.reason).to.equal('prefixLimitReached');
    talk.left.withdraw(route('203.0.113.2/32').prefix);
    talk.right.start(talk.now);
    expect(talk.settle().pass(60_000).states()).to.equal('established established');
  });
});

describe('roles (RFC 9234 §5)', () => {
  const PREFIX = '203.0.113.1/32';
  /** What the right side, which has a role towards the left, makes of a route; `null` where it does not take it. */
  const otcAt = (
    role: Role,
    counterpart: Role,
    attributes: RouteAttributes,
    leftRole = true,
  ): number | null | 'none' => {
    const talk = new Conversation(
      { ...left, ...(leftRole ? { role: counterpart } : {}) },
      { ...right, role },
    ).start();
    expect(talk.states()).to.equal('established established');
    talk.left.announce(route(PREFIX, attributes));
    talk.settle();
    const [found] = [...talk.right.routes('ipv4/unicast')];
    return found === undefined ? null : (found.attributes.onlyToCustomer ?? 'none');
  };
  const marked = { onlyToCustomer: asn(65009) };

  it('count although the neighbour says none (RFC 9234 §4.2)', () => {
    expect(otcAt('customer', 'provider', {}, false)).to.equal(65001);
    expect(otcAt('provider', 'customer', marked, false)).to.equal(null);
  });

  it('mark what goes to a customer with our AS, and leave a mark that is there', () => {
    expect(otcAt('customer', 'provider', {})).to.equal(65001);
    expect(otcAt('customer', 'provider', marked)).to.equal(65009);
    expect(otcAt('peer', 'peer', {})).to.equal(65001);
  });

  it('keep what is marked from a provider and from a peer', () => {
    expect(otcAt('provider', 'customer', marked)).to.equal(null);
    expect(otcAt('provider', 'customer', {})).to.equal('none');
    expect(otcAt('peer', 'peer', marked)).to.equal(null);
  });
});

function taken(talk: Conversation): readonly string[] {
  return [...talk.right.routes('ipv4/unicast'), ...talk.right.routes('ipv6/unicast')]
    .map(({ prefix }) => prefix as string)
    .sort((a, b) => Number(a.includes(':')) - Number(b.includes(':')) || (a < b ? -1 : 1));
}

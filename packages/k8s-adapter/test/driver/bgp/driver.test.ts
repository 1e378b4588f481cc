import { millis } from '@fairlead/inet';
import { MemoryNetwork } from '@fairlead/netsys';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { BgpDriver } from '../../../src/driver/bgp/driver.ts';
import type { Node } from '../../../src/model/node.ts';
import type { Peer } from '../../../src/model/peer.ts';
import type { Route } from '../../../src/model/route.ts';
import { node, peer, testCluster } from '../../support/cluster.ts';
import { address, prefix } from '../../support/inet.ts';
import { keptLog } from '../../support/log.ts';
import { lookingGlass } from '../../support/lookingGlass.ts';
import type { LookingGlass } from '../../support/lookingGlass.ts';

describe('the BGP driver', () => {
  let glass: LookingGlass;
  let driver: BgpDriver;
  let log: ReturnType<typeof keptLog>;
  const routes = new Map<string, Route>();
  const self = { node: theNode(), bindsToNode: false };

  beforeEach(async () => {
    glass = await lookingGlass();
    routes.clear();
    log = keptLog();
    driver = new BgpDriver(self, { log, listen: [], routes: () => routes.values() });
  });

  afterEach(async () => {
    await driver.close();
    await glass.stop();
  });

  const configure = (...peers: readonly Peer[]): void => {
    driver.configure(peers, self, new Map());
  };

  const hears = (word: string): Promise<true> =>
    eventually(word, () => (glass.heard.includes(word) ? true : null), { every: 5, within: 5000 });

  const up = async (): Promise<void> => {
    configure(thePeer(glass.port));
    await driver.start();
    await hears('up');
  };

  const tell = (route: Route): void => {
    driver.apply([{ peer: 'tor', prefix: route.prefix, nextHop: null, route }]);
  };

  it('tells a new peer all that it should have, and then each change', async () => {
    routes.set('a', route('192.0.2.1/32'));
    await up();
    await hears('+192.0.2.1/32');
    tell(route('192.0.2.2/32'));
    await hears('+192.0.2.2/32');
    driver.apply([{ peer: 'tor', prefix: prefix('192.0.2.1/32'), nextHop: null, route: null }]);
    await hears('-192.0.2.1/32');
    expect([...glass.table.keys()]).to.deep.equal(['192.0.2.2/32']);
    expect(glass.table.get('192.0.2.2/32')?.asPath).to.deep.equal([{ kind: 'sequence', asns: [64500] }]);
  });

  it('sets a route aside that cannot be said, and tells the others', async () => {
    const bad = withCommunities(route('192.0.2.2/32'), 15_000);
    for (const each of [route('192.0.2.1/32'), bad, route('192.0.2.3/32')]) routes.set(each.prefix, each);
    await up();
    await hears('+192.0.2.1/32');
    await hears('+192.0.2.3/32');
    tell(withCommunities(route('192.0.2.4/32'), 15_000));
    tell(route('192.0.2.5/32'));
    await hears('+192.0.2.5/32');
    const why = (text: string): string =>
      `route to ${text}: attributes have 60011 octets, more than the 60000 that a message holds`;
    expect(driver.refusedRoutes()).to.deep.equal(
      ['192.0.2.2/32', '192.0.2.4/32'].map((text) => ({ peer: 'tor', route: text, why: why(text) })),
    );
    expect([...driver.withheld('tor')]).to.deep.equal([['routeRefused', 2]]);
    expect(log.said.filter((line) => line.includes('routeRefused'))).to.deep.equal(
      ['192.0.2.2/32', '192.0.2.4/32'].map((text) => `error routeRefused: not announced: ${why(text)}`),
    );
    tell(route('192.0.2.4/32'));
    await hears('+192.0.2.4/32');
    driver.apply([{ peer: 'tor', prefix: bad.prefix, nextHop: null, route: null }]);
    expect([driver.refusedRoutes(), driver.withheld('tor').size]).to.deep.equal([[], 0]);
    expect(glass.heard.filter((word) => word.startsWith('down'))).to.deep.equal([]);
  });

  it('keeps back what no session can carry, and tells it when one can', async () => {
    routes.set('six', route('2001:db8::1/128'));
    routes.set('four', route('192.0.2.1/32'));
    const dual: Peer = { ...thePeer(glass.port), families: ['ipv4', 'ipv6'] };
    configure(dual);
    await driver.start();
    await hears('+192.0.2.1/32');
    expect([...driver.withheld('tor')]).to.deep.equal([['noNextHop', 1]]);
    const withIpv6 = { ...self.node, internalAddresses: [address('127.0.0.1'), address('2001:db8::99')] };
    driver.configure([dual], { ...self, node: withIpv6 }, new Map());
    await eventually('both', () => (glass.table.has('2001:db8::1/128') ? true : null), { every: 5 });
    expect(driver.withheld('tor').size).to.equal(0);
    configure(thePeer(glass.port));
    await eventually('the other family', () => driver.withheld('tor').get('familyNotAgreed') ?? null, {
      every: 5,
    });
  });

  it('keeps the session when nothing that is in the OPEN changes', async () => {
    await up();
    configure(thePeer(glass.port, 'connectTime: 5s'));
    configure(thePeer(glass.port, 'connectTime: 5s'));
    tell(route('192.0.2.1/32'));
    await hears('+192.0.2.1/32');
    expect(glass.heard).to.deep.equal(['up', '+192.0.2.1/32']);
  });

  it('ends the session with a peer that is gone', async () => {
    await up();
    configure();
    await hears('down notificationReceived');
    expect(driver.statuses()).to.deep.equal([]);
  });

  it('refuses a peer that asks for what it cannot do, and serves the others', async () => {
    const secret = { ...thePeer(glass.port), name: 'secret', password: { kind: 'inline' } } as const;
    configure(secret, thePeer(glass.port));
    await driver.start();
    await hears('up');
    expect([...driver.refused]).to.deep.equal([['secret', 'its password is not known yet']]);
    configure(thePeer(glass.port));
    expect(driver.refused.size).to.equal(0);
  });

  it('says of a peer behind an interface that is not there that it is not there', () => {
    const told: (string | null)[] = [];
    const network = new MemoryNetwork();
    const other = new BgpDriver(self, {
      log,
      listen: [],
      network,
      routes: () => [],
      refused: (_, why) => told.push(why),
    });
    const behind: Peer = { ...thePeer(glass.port), at: { kind: 'interface', interface: 'eth9', port: 179 } };
    other.configure([behind], self, new Map());
    other.configure([behind], self, new Map());
    const why = 'there is no interface eth9 on this node';
    expect([told, [...other.refused]]).to.deep.equal([[why], [['tor', why]]]);
    expect(log.said).to.deep.equal([`error peerRefused: no session with this peer: ${why}`]);
    other.configure([], self, new Map());
    expect(other.refused.size).to.equal(0);
  });

  it('lowers its routes, takes them back, and then says goodbye (RFC 8326)', async () => {
    routes.set('a', route('192.0.2.1/32'));
    await up();
    await hears('+192.0.2.1/32');
    const drained = driver.drain(millis(200));
    await eventually(
      'the lowered route',
      () => glass.table.get('192.0.2.1/32')?.communities?.find((each) => each === 0xffff0000) ?? null,
      {
        every: 5,
      },
    );
    await drained;
    await hears('down notificationReceived');
    expect(glass.heard.slice(-2)).to.deep.equal(['-192.0.2.1/32', 'down notificationReceived']);
  });

  it('counts why sessions and attempts ended', async () => {
    await glass.stop();
    configure(thePeer(glass.port));
    await driver.start();
    await eventually('an ending', () => driver.endings.get('tor')?.get('connectFailed') ?? null, {
      every: 5,
    });
  });
});

function theNode(): Node {
  const found = testCluster(node('a', { address: '127.0.0.1' })).state.nodes.get('a');
  if (found === undefined) throw new Error('no node');
  return found;
}

function thePeer(port: number, more = ''): Peer {
  const spec = `peerPort: 1790, holdTime: 3s${more === '' ? '' : `, ${more}`}`;
  const found = testCluster(peer('tor', '127.0.0.1', spec)).state.config.peers[0];
  if (found === undefined) throw new Error('no peer');
  return { ...found, at: { kind: 'address', address: address('127.0.0.1'), port } };
}

function route(text: string): Route {
  const attributes = { localPref: null, med: null, prepend: 0, communities: [] };
  return { prefix: prefix(text), nextHop: null, bandwidth: null, attributes };
}

function withCommunities(given: Route, count: number): Route {
  const communities = Array.from({ length: count }, (_, low) => ({
    kind: 'standard' as const,
    high: 64500,
    low,
  }));
  return { ...given, attributes: { ...given.attributes, communities } };
}

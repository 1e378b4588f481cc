import { expect } from 'chai';
import { asn, millis, routerId, seconds } from '@fairlead/inet';
import { Peer } from '@fairlead/bgp-core';
import type { Connection, PeerConfig } from '@fairlead/bgp-core';
import { encode, initialContext } from '@fairlead/bgp-core/wire';
import type { Message } from '@fairlead/bgp-core/wire';
import { address } from '../support/session.ts';

describe('a neighbour without route refresh (RFC 2918 §4)', () => {
  const config: PeerConfig = { localAs: 65001, remoteAs: 65002, routerId: '192.0.2.1', passive: true };
  const now = millis(0);

  /** A session with a neighbour that says OPEN without capabilities. */
  const established = (): { readonly peer: Peer; readonly connection: Connection } => {
    const peer = new Peer(config);
    peer.start(now);
    const connection = peer.accept({ local: address('192.0.2.1'), remote: address('192.0.2.2') }, now);
    if (connection === null) throw new Error('is not taken');
    const say = (message: Message): void => {
      peer.received(connection, encode(message, initialContext), now);
    };
    say({
      kind: 'open',
      version: 4,
      asn: asn(65002),
      holdTime: seconds(90),
      routerId: routerId('192.0.2.2'),
      capabilities: [],
    });
    say({ kind: 'keepalive' });
    peer.next(connection, 65536);
    return { peer, connection };
  };

  it('is not asked for its routes again', () => {
    const { peer, connection } = established();
    expect(peer.status().session?.families).to.deep.equal(new Set(['ipv4/unicast']));
    peer.next(connection, 65536);
    expect(peer.requestRoutes()).to.equal(false);
    expect(peer.next(connection, 65536)).to.equal(null);
  });

  it('has to begin again for another import policy, and the answer says so', () => {
    const { peer } = established();
    expect(peer.configure({ ...config, importRoutes: 'all' }, now)).to.deep.equal({
      kind: 'sessionReset',
      because: ['importRoutes'],
    });
  });

  it('is not answered for a family that was not agreed on', () => {
    const { peer, connection } = established();
    while (peer.next(connection, 65536) !== null) continue;
    const request = {
      kind: 'routeRefresh',
      family: 'ipv6/unicast',
      subtype: 'request',
      filters: new Uint8Array(),
    } as const;
    peer.received(connection, encode(request, initialContext), now);
    expect([peer.next(connection, 65536), peer.state]).to.deep.equal([null, 'established']);
  });
});

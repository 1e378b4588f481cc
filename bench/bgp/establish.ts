import { asn, millis, parseIpv4, routerId, seconds } from '@fairlead/inet';
import type { IpAddress, Millis } from '@fairlead/inet';
import { Peer } from '@fairlead/bgp-core';
import type { Connection, PeerConfig } from '@fairlead/bgp-core';
import { encode, initialContext } from '@fairlead/bgp-core/wire';
import type { Open } from '@fairlead/bgp-core/wire';

/** A peer without a driver whose neighbour has said what it must, and nothing more. */
export interface EstablishedPeer {
  readonly peer: Peer;
  readonly connection: Connection;
}

/** A peer whose routes `prepare` gives it before the session, which is Established when this answers. */
export function establish(
  prepare: (peer: Peer) => void,
  config: Partial<PeerConfig> = {},
  neighborAs = 64513,
): EstablishedPeer {
  const peer = new Peer({ localAs: 64512, remoteAs: neighborAs, routerId: '192.0.2.1', ...config });
  prepare(peer);
  peer.start(NOW);
  const dial = peer.take().find(({ kind }) => kind === 'dial');
  if (dial?.kind !== 'dial') throw new Error('the peer does not call');
  const { connection } = dial;
  peer.opened(connection, { local: address('192.0.2.1'), remote: address('192.0.2.2') }, NOW);
  while (peer.next(connection, CHUNK) !== null);
  peer.received(connection, encode(openOf(neighborAs), initialContext), NOW);
  while (peer.next(connection, CHUNK) !== null);
  peer.received(connection, encode({ kind: 'keepalive' }, initialContext), NOW);
  if (peer.state !== 'established') throw new Error(`the session is ${peer.state}`);
  return { peer, connection };
}

/** Takes everything that the peer has to say. */
export function drain({ peer, connection }: EstablishedPeer, take: (octets: Uint8Array) => void): void {
  for (let octets = peer.next(connection, CHUNK); octets !== null; octets = peer.next(connection, CHUNK))
    take(octets);
}

function openOf(as: number): Open {
  return {
    kind: 'open',
    version: 4,
    asn: asn(as),
    holdTime: seconds(90),
    routerId: routerId('192.0.2.2'),
    capabilities: [
      { kind: 'multiprotocol', family: 'ipv4/unicast' },
      { kind: 'fourOctetAs', asn: asn(as) },
      { kind: 'routeRefresh' },
    ],
  };
}

function address(text: string): IpAddress {
  const parsed = parseIpv4(text);
  if (parsed === null) throw new RangeError(`${text} is no address`);
  return parsed;
}

export const NOW: Millis = millis(0);
const CHUNK = 65_536;

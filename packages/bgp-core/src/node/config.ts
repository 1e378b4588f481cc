import {
  asn,
  familyOf,
  isIpv6,
  isLinkLocal,
  isMulticast,
  isUnspecified,
  parseIpAddress,
  parsePrefix,
  routerId as readRouterId,
} from '@fairlead/inet';
import type { IpAddress, Prefix } from '@fairlead/inet';
import { inField, onlyFields, wholeNumber } from '../peer/check.ts';
import type { PeerConfig } from '../peer/config.ts';
import { readConfig } from '../peer/settings.ts';
import type { ListenAddress, SocketFactory, SocketOptions } from './socketFactory.ts';

/** A speaker: what all its neighbours see alike. */
export interface SpeakerConfig {
  readonly asn: number;
  /** Four octets like 192.0.2.1, unique in the AS. */
  readonly routerId: string;
  /** Where neighbours may call, on port 179 unless told otherwise; without it the speaker only calls. */
  readonly listen?: readonly { readonly address: string; readonly port?: number }[];
  /** Sockets that can what Node's cannot: passwords, TTLs, devices. */
  readonly sockets?: SocketFactory;
}

/** What neighbours have in common, whether they are known beforehand or not. */
interface CommonConfig extends Omit<PeerConfig, 'localAs' | 'routerId' | 'over'>, SocketOptions {
  /** Instead of the speaker's. */
  readonly localAs?: number;
  readonly routerId?: string;
}

/** A neighbour: how to reach it and how to speak with it. */
export interface NeighborConfig extends CommonConfig {
  /** Where it is; a link-local address has its zone, as in `fe80::1%eth0`. */
  readonly address: string;
  /** Where it listens. 179. */
  readonly port?: number;
  /** Our end of the connection; the system chooses where not given. */
  readonly localAddress?: string;
  /** For people; the address where not given. */
  readonly name?: string;
}

/** Neighbours that are not known before they call. */
export interface DynamicConfig extends Omit<CommonConfig, 'passive'> {
  /** Where they call from: a prefix. */
  readonly range?: string;
  /** Where they call from: any link-local address on this network interface. */
  readonly interface?: string;
  /** How many there may be at a time. 100. */
  readonly limit?: number;
}

/** How to reach a neighbour, checked. */
export interface Transport {
  readonly name: string;
  readonly remote: IpAddress;
  readonly zone: string | null;
  readonly port: number;
  readonly local: IpAddress | null;
  readonly options: SocketOptions;
}

/** Whom a dynamic configuration is for. */
export type Origin =
  | { readonly kind: 'range'; readonly range: Prefix }
  | { readonly kind: 'interface'; readonly interface: string };

/** Who may become a neighbour by calling, and how many at a time. */
export interface Welcome {
  readonly origin: Origin;
  readonly limit: number;
  readonly options: SocketOptions;
  readonly template: Omit<NeighborConfig, 'address'>;
}

export interface Identity {
  readonly asn: number;
  readonly routerId: string;
}

/** Divides the configuration of a neighbour into how to reach it and how to speak with it. */
export function readNeighbor(
  config: NeighborConfig,
  speaker: Identity,
): { readonly transport: Transport; readonly peer: PeerConfig } {
  const { address, port = BGP_PORT, localAddress, name = address, ...common } = config;
  const { remote, zone } = remoteAddress(address);
  const local = localAddress === undefined ? null : ownAddress('localAddress', localAddress);
  if (local === remote && port === BGP_PORT) {
    throw new RangeError(`address: ${address} is the local address too`);
  }
  if (local !== null && isIpv6(local) !== isIpv6(remote)) {
    throw new RangeError(`localAddress: ${local} is of another family than the neighbour's ${remote}`);
  }
  const { options, peer } = readCommon(common, speaker);
  return {
    transport: { name, remote, zone, port: wholeNumber('port', port, 1, 65535), local, options },
    peer: { extendedNextHop: isLinkLocal(remote) && isIpv6(remote), ...peer, over: familyOf(remote) },
  };
}

/** The fields that only another connection can have, of those that differ. */
export function transportChange(before: Transport, after: Transport): readonly string[] {
  const fields = new Set<keyof SocketOptions>(['password', 'ttl', 'minimumTtl', 'device']);
  return [
    ...(before.port === after.port ? [] : ['port']),
    ...(before.local === after.local ? [] : ['localAddress']),
    ...[...fields].filter((field) => before.options[field] !== after.options[field]),
  ];
}

/** Divides the configuration of neighbours to come into whom it is for and what they get. */
export function readDynamic(config: DynamicConfig, speaker: Identity): Welcome {
  const { range, interface: device, limit = 100, ...common } = config;
  const { options, peer } = readCommon(common, speaker);
  readConfig(peer, 0);
  return {
    origin: readOrigin(range, device),
    limit: wholeNumber('limit', limit, 1, 0xffff),
    options,
    template: { ...common, passive: true },
  };
}

export function readSpeaker(config: SpeakerConfig): {
  readonly identity: Identity;
  readonly listen: readonly ListenAddress[];
} {
  onlyFields('the configuration of a speaker', config, ['asn', 'routerId', 'listen', 'sockets']);
  const listen = (config.listen ?? []).map((one, index) => {
    onlyFields(`listen[${index}]`, one, ['address', 'port']);
    const { address, port = BGP_PORT } = one;
    return {
      address: ownAddress(`listen[${index}].address`, address),
      port: wholeNumber(`listen[${index}].port`, port, 0, 65535),
    };
  });
  return {
    identity: {
      asn: inField('asn', () => asn(config.asn)),
      routerId: inField('routerId', () => readRouterId(config.routerId)),
    },
    listen,
  };
}

/** Takes the zone off an address, and off an IPv4 address what makes it look like IPv6. */
export function parseEndpoint(text: string): {
  readonly address: IpAddress | null;
  readonly zone: string | null;
} {
  const [address = '', zone = null] = text.replace(/^::ffff:(?=\d+\.)/, '').split('%');
  return { address: parseIpAddress(address), zone };
}

function readCommon(
  { localAs, routerId, password, ttl, minimumTtl, device, ...peer }: CommonConfig,
  speaker: Identity,
): { readonly options: SocketOptions; readonly peer: PeerConfig } {
  return {
    options: {
      ...(password === undefined ? {} : { password: checkedPassword(password) }),
      ...(ttl === undefined ? {} : { ttl: wholeNumber('ttl', ttl, 1, 255) }),
      ...(minimumTtl === undefined ? {} : { minimumTtl: wholeNumber('minimumTtl', minimumTtl, 1, 255) }),
      ...(device === undefined ? {} : { device: interfaceName('device', device) }),
    },
    peer: { localAs: localAs ?? speaker.asn, routerId: routerId ?? speaker.routerId, ...peer },
  };
}

function remoteAddress(text: string): { readonly remote: IpAddress; readonly zone: string | null } {
  if (typeof text !== 'string') throw new TypeError(`address: must be a text, not ${JSON.stringify(text)}`);
  const { address: remote, zone } = parseEndpoint(text);
  if (zone !== null && remote !== null && !isIpv6(remote)) {
    throw new RangeError(`address: ${text} has an interface, which only IPv6 addresses have`);
  }
  if (remote === null) throw new RangeError(`address: "${text}" is no IP address`);
  if (isUnspecified(remote) || isMulticast(remote)) {
    throw new RangeError(`address: ${text} is not the address of one neighbour`);
  }
  const needsZone = isIpv6(remote) && isLinkLocal(remote);
  if (needsZone && zone === null) {
    throw new RangeError(`address: ${text} is link-local and needs its interface, as in ${text}%eth0`);
  }
  return { remote, zone };
}

function ownAddress(field: string, text: string): IpAddress {
  const address = parseIpAddress(text);
  if (address !== null && !isMulticast(address)) return address;
  throw new RangeError(`${field}: "${text}" is no IP address of a host`);
}

function readOrigin(range: string | undefined, device: string | undefined): Origin {
  if ((range === undefined) === (device === undefined)) {
    throw new TypeError('range, interface: one of them says where neighbours call from, and one only');
  }
  if (range === undefined) return { kind: 'interface', interface: interfaceName('interface', device ?? '') };
  const prefix = parsePrefix(range);
  if (prefix.ok) return { kind: 'range', range: prefix.value };
  throw new RangeError(`range: "${range}" ${prefix.error}`);
}

function interfaceName(field: string, name: string): string {
  if (/^[^\s/]{1,15}$/.test(name)) return name;
  throw new RangeError(`${field}: "${name}" is no name of a network interface`);
}

/** The error of a bad password must not tell the password. */
function checkedPassword(password: string): string {
  const { length } = new TextEncoder().encode(password);
  if (length > 0 && length <= 80) return password;
  throw new RangeError(`password: must have 1 to 80 octets, not ${length}`);
}

export const BGP_PORT = 179;

import {
  asn,
  isIpv4,
  isLinkLocal,
  isMulticast,
  isUnspecified,
  millis,
  parseIpAddress,
  parseIpv6,
  routerId,
  seconds,
} from '@fairlead/inet';
import type { Asn, IpAddress, IpFamily, Ipv6, Millis, Seconds } from '@fairlead/inet';
import type { UnicastFamily } from '../family.ts';
import type { Capability, Open } from '../message.ts';
import type { RouteRules } from '../route/routeRules.ts';
import type { RemoteAs, SessionSettings } from '../session/settings.ts';
import { capabilitiesFor } from './capabilities.ts';
import { flag, inField, oneOf, onlyFields, record, span, wholeNumber } from './check.ts';
import type { ImportPolicy, NextHopConfig, PeerConfig, PrefixLimitConfig } from './config.ts';

/** A configuration that was checked and completed. */
export interface PeerSettings {
  readonly session: SessionSettings;
  readonly nextHop: NextHopSettings;
  readonly globalAs: Asn | null;
  readonly routeRules: RouteRules;
  /** `null`: as RFC 8212 has it. */
  readonly importRoutes: ImportPolicy | null;
  readonly adjRibIn: boolean;
  readonly prefixLimit: PrefixLimit | null;
}

export interface NextHopSettings {
  readonly ipv4: IpAddress | null;
  readonly ipv6: IpAddress | null;
  readonly ipv6LinkLocal: Ipv6 | 'interface' | null;
}

export interface PrefixLimit {
  readonly maximum: number;
  readonly restartAfter: Millis | null;
}

/** Checks a configuration; throws a RangeError or TypeError that names the field and its value. */
export function readConfig(config: PeerConfig, seed: number): PeerSettings {
  onlyFields('the configuration of a peer', config, FIELDS);
  const nextHop = nextHops(config.nextHop ?? {});
  return {
    session: sessionSettings(config, seed),
    nextHop,
    globalAs: globalAs(config),
    routeRules: routeRules(config, nextHop),
    importRoutes: config.importRoutes === undefined ? null : importPolicy(config.importRoutes),
    adjRibIn: flag('adjRibIn', config.adjRibIn ?? false),
    prefixLimit: config.prefixLimit === undefined ? null : prefixLimit(config.prefixLimit),
  };
}

/** The same settings once the restart that they tell of is over (RFC 4724 §4.1). */
export function afterRestart(settings: PeerSettings): PeerSettings {
  const { session } = settings;
  const isRestarting = (one: Capability): boolean => one.kind === 'gracefulRestart' && one.restarting;
  if (!session.open.capabilities.some(isRestarting)) return settings;
  const capabilities = session.open.capabilities.map((one) =>
    one.kind === 'gracefulRestart' ? { ...one, restarting: false } : one,
  );
  return { ...settings, session: { ...session, open: { ...session.open, capabilities } } };
}

function sessionSettings(config: PeerConfig, seed: number): SessionSettings {
  const { keepaliveTime, sendHoldTime, delayOpenTime = 0, strictRole = false, passive = false } = config;
  if (strictRole && config.role === undefined) throw new TypeError('strictRole: needs a role');
  const open = openFor(config);
  const remote = remoteAs(config.remoteAs, open.asn);
  // RFC 9234 §4
  if (remote === 'internal' && config.role !== undefined) {
    throw new RangeError(
      `role: ${config.role} is said to neighbours in another AS only, not inside ${open.asn}`,
    );
  }
  return {
    open,
    remoteAs: remote,
    strictRole: flag('strictRole', strictRole),
    passive: flag('passive', passive),
    keepaliveTime: optionalSeconds('keepaliveTime', keepaliveTime, 1, 21845),
    sendHoldTime: optionalSeconds('sendHoldTime', sendHoldTime, 3, 0xffffffff),
    openTime: longerThanNothing('openTime', config.openTime ?? 240),
    connectRetryTime: longerThanNothing('connectRetryTime', config.connectRetryTime ?? 10),
    idleHoldTime: longerThanNothing('idleHoldTime', config.idleHoldTime ?? 60),
    delayOpenTime: delayOpenTime === 0 ? null : longerThanNothing('delayOpenTime', delayOpenTime),
    seed,
  };
}

function openFor(config: PeerConfig): Open {
  const localAsn = inField('localAs', () => asn(config.localAs));
  const families = familiesOf(config);
  return {
    kind: 'open',
    version: 4,
    asn: localAsn,
    holdTime: holdTime(config.holdTime ?? 90),
    routerId: inField('routerId', () => routerId(config.routerId)),
    capabilities: capabilitiesFor(config, localAsn, families),
  };
}

function familiesOf({ families = UNICAST }: PeerConfig): readonly UnicastFamily[] {
  if (typeof families === 'string')
    throw new TypeError(`families: must be a list, not "${String(families)}"`);
  if (families.length === 0) throw new RangeError('families: must name one at least');
  return [...new Set(families.map((family) => oneOf('families', family, UNICAST)))];
}

function remoteAs(value: PeerConfig['remoteAs'], localAsn: Asn): RemoteAs {
  if (typeof value === 'string') return oneOf('remoteAs', value, ['internal', 'external'] as const);
  const remote = inField('remoteAs', () => asn(value));
  return remote === localAsn ? 'internal' : remote;
}

function globalAs({ globalAs: value, localAs }: PeerConfig): Asn | null {
  if (value === undefined) return null;
  if (value === localAs) throw new RangeError(`globalAs: ${value} is localAs too; leave it out`);
  return inField('globalAs', () => asn(value));
}

/** RFC 4271 §4.2: no time at all, or three seconds at least. */
function holdTime(value: number): Seconds {
  if (value === 1 || value === 2) throw new RangeError(`holdTime: must be 0 or 3 to 65535 s, not ${value}`);
  return seconds(wholeNumber('holdTime', value, 0, 65535));
}

function optionalSeconds(
  field: string,
  value: number | undefined,
  least: number,
  most: number,
): Seconds | null {
  return value === undefined ? null : seconds(wholeNumber(field, value, least, most));
}

function longerThanNothing(field: string, value: number): Millis {
  if (value === 0) throw new RangeError(`${field}: must be longer than 0 s`);
  return millis(span(field, value));
}

function nextHops(config: NextHopConfig): NextHopSettings {
  onlyFields('nextHop', record('nextHop', config), ['ipv4', 'ipv6', 'ipv6LinkLocal']);
  const { ipv4, ipv6, ipv6LinkLocal } = config;
  return {
    ipv4: nextHop('ipv4', ipv4),
    ipv6: nextHop('ipv6', ipv6),
    ipv6LinkLocal: linkLocalNextHop(ipv6LinkLocal),
  };
}

function linkLocalNextHop(value: string | undefined): NextHopSettings['ipv6LinkLocal'] {
  if (value === undefined) return null;
  if (value === 'interface') return value;
  const address = parseIpv6(value);
  if (address !== null && isLinkLocal(address)) return address;
  throw new RangeError(`nextHop.ipv6LinkLocal: "${value}" is no link-local IPv6 address, nor "interface"`);
}

function nextHop(family: IpFamily, value: string | undefined): IpAddress | null {
  if (value === undefined) return null;
  const address = parseIpAddress(value);
  if (address !== null && (isUnspecified(address) || isMulticast(address))) {
    throw new RangeError(`nextHop.${family}: ${value} is not the address of a host`);
  }
  if (address !== null && isIpv4(address) === (family === 'ipv4')) return address;
  throw new RangeError(`nextHop.${family}: "${value}" is no ${family === 'ipv4' ? 'IPv4' : 'IPv6'} address`);
}

/** What every session under the configuration has in common for the routes that go out. */
function routeRules(config: PeerConfig, nextHop: NextHopSettings): RouteRules {
  const { extendedNextHop = false } = config;
  const over = config.over === undefined ? null : oneOf('over', config.over, ['ipv4', 'ipv6'] as const);
  const has = (family: IpFamily): boolean => nextHop[family] !== null || over === null || over === family;
  return {
    families: new Set(familiesOf(config)),
    extendedNextHop,
    hasNextHop: {
      'ipv4/unicast': has('ipv4') || (extendedNextHop && has('ipv6')),
      'ipv6/unicast': has('ipv6'),
    },
  };
}

function importPolicy(value: ImportPolicy): ImportPolicy {
  return typeof value === 'function' ? value : oneOf('importRoutes', value, ['none', 'all'] as const);
}

function prefixLimit(config: PrefixLimitConfig): PrefixLimit {
  onlyFields('prefixLimit', record('prefixLimit', config), ['maximum', 'restartAfter']);
  const { maximum, restartAfter } = config;
  return {
    maximum: wholeNumber('prefixLimit.maximum', maximum, 1, 0xffffffff),
    restartAfter:
      restartAfter === undefined ? null : longerThanNothing('prefixLimit.restartAfter', restartAfter),
  };
}

const UNICAST: readonly UnicastFamily[] = ['ipv4/unicast', 'ipv6/unicast'];
const FIELD: Readonly<Record<keyof PeerConfig, true>> = {
  localAs: true,
  remoteAs: true,
  routerId: true,
  globalAs: true,
  families: true,
  holdTime: true,
  keepaliveTime: true,
  sendHoldTime: true,
  connectRetryTime: true,
  idleHoldTime: true,
  openTime: true,
  delayOpenTime: true,
  passive: true,
  addPath: true,
  extendedNextHop: true,
  extendedMessages: true,
  role: true,
  strictRole: true,
  gracefulRestart: true,
  nextHop: true,
  over: true,
  importRoutes: true,
  adjRibIn: true,
  prefixLimit: true,
  hostname: true,
  softwareVersion: true,
};
const FIELDS: readonly string[] = Object.keys(FIELD);

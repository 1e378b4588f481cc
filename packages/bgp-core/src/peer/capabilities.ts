import { seconds } from '@fairlead/inet';
import type { Asn } from '@fairlead/inet';
import type { UnicastFamily } from '../family.ts';
import type { Capability } from '../message.ts';
import { flag, oneOf, onlyFields, record, wholeNumber } from './check.ts';
import type { GracefulRestartConfig, PeerConfig } from './config.ts';
import { encodeUtf8 } from '../wire/utf8.ts';

/** What our OPEN offers (RFC 5492), in the order of the codes. */
export function capabilitiesFor(
  config: PeerConfig,
  localAsn: Asn,
  families: readonly UnicastFamily[],
): readonly Capability[] {
  const { extendedNextHop = false, extendedMessages = true, role, hostname, softwareVersion } = config;
  const restart = config.gracefulRestart ?? HELPER_ONLY;
  const withIpv4 = flag('extendedNextHop', extendedNextHop) && families.includes('ipv4/unicast');
  return [
    ...families.map((family): Capability => ({ kind: 'multiprotocol', family })),
    { kind: 'routeRefresh' },
    ...when(withIpv4, { kind: 'extendedNextHop', families: [{ family: 'ipv4/unicast', nextHopAfi: IPV6 }] }),
    ...when(flag('extendedMessages', extendedMessages), { kind: 'extendedMessage' }),
    ...(role === undefined ? [] : [{ kind: 'role', role: oneOf('role', role, ROLES) } as const]),
    ...gracefulRestart(restart, families),
    { kind: 'fourOctetAs', asn: localAsn },
    ...addPath(config, families),
    { kind: 'enhancedRouteRefresh' },
    ...longLived(restart, families),
    ...(hostname === undefined
      ? []
      : [{ kind: 'fqdn', hostname: text('hostname', hostname), domain: '' } as const]),
    ...(softwareVersion === undefined
      ? []
      : [{ kind: 'softwareVersion', version: text('softwareVersion', softwareVersion) } as const]),
  ];
}

function when(condition: boolean, capability: Capability): readonly Capability[] {
  return condition ? [capability] : [];
}

function gracefulRestart(
  config: GracefulRestartConfig | false,
  families: readonly UnicastFamily[],
): readonly Capability[] {
  if (config === false) return [];
  onlyFields('gracefulRestart', record('gracefulRestart', config), GRACEFUL_RESTART_FIELDS);
  const { restartTime = 120, preservesForwarding = true, restarting = false, helperOnly = false } = config;
  const forwarding = flag('gracefulRestart.preservesForwarding', preservesForwarding);
  return [
    {
      kind: 'gracefulRestart',
      restarting: flag('gracefulRestart.restarting', restarting),
      notification: true,
      restartTime: seconds(wholeNumber('gracefulRestart.restartTime', restartTime, 0, 4095)),
      families: flag('gracefulRestart.helperOnly', helperOnly)
        ? []
        : families.map((family) => ({ family, forwarding })),
    },
  ];
}

function longLived(
  config: GracefulRestartConfig | false,
  families: readonly UnicastFamily[],
): readonly Capability[] {
  if (config === false) return [];
  const { longLivedStaleTime = 0, preservesForwarding = true } = config;
  const most = 0xffffff;
  const staleTime = seconds(wholeNumber('gracefulRestart.longLivedStaleTime', longLivedStaleTime, 0, most));
  if (staleTime === 0) return [];
  return [
    {
      kind: 'longLivedGracefulRestart',
      families: families.map((family) => ({ family, forwarding: preservesForwarding, staleTime })),
    },
  ];
}

function addPath(config: PeerConfig, families: readonly UnicastFamily[]): readonly Capability[] {
  const offers = Object.entries(record('addPath', config.addPath ?? {})).map(([family, direction]) => ({
    family: oneOf('addPath', family, families),
    direction: oneOf(`addPath.${family}`, direction, ADD_PATH_DIRECTIONS),
  }));
  return offers.length === 0 ? [] : [{ kind: 'addPath', families: offers }];
}

function text(field: string, value: string): string {
  if (typeof value !== 'string')
    throw new TypeError(`${field}: must be a text, not ${JSON.stringify(value)}`);
  const { length } = encodeUtf8(value);
  if (length > 0 && length <= MOST_OCTETS) return value;
  throw new RangeError(`${field}: must have 1 to ${MOST_OCTETS} octets in UTF-8, not ${length}`);
}

/** The most that the value of either capability holds: 255 octets with the lengths. */
const MOST_OCTETS = 253;
/** Without this a neighbour may say no End-of-RIB, and FRR 8.4 then answers no ROUTE-REFRESH either. */
const HELPER_ONLY: GracefulRestartConfig = { helperOnly: true };
const IPV6 = 2;
const ROLES = ['provider', 'routeServer', 'routeServerClient', 'customer', 'peer'] as const;
const ADD_PATH_DIRECTIONS = ['receive', 'send', 'both'] as const;
const GRACEFUL_RESTART_FIELDS: readonly (keyof GracefulRestartConfig)[] = [
  'restartTime',
  'preservesForwarding',
  'restarting',
  'helperOnly',
  'longLivedStaleTime',
];

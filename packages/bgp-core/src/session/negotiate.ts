import { AS_TRANS, millis } from '@fairlead/inet';
import type { Asn, Millis, RouterId } from '@fairlead/inet';
import { ErrorCode, OpenError } from '../error.ts';
import { afiOf, safiOf } from '../family.ts';
import type { Family } from '../family.ts';
import type {
  Capability,
  GracefulRestart,
  LongLivedGracefulRestart,
  Notification,
  Open,
  Role,
} from '../message.ts';
import { ending } from './ending.ts';
import type { Ending, EndReason } from './ending.ts';
import type { RemoteAs, SessionSettings } from './settings.ts';

/** What two OPENs agreed on (RFC 4271 §4.2, RFC 5492 §3). */
export interface Session {
  readonly peerType: 'ebgp' | 'ibgp';
  readonly peerAsn: Asn;
  readonly peerRouterId: RouterId;
  /** `null`: neither side minds silence. */
  readonly holdTime: Millis | null;
  readonly keepaliveTime: Millis | null;
  readonly sendHoldTime: Millis | null;
  readonly families: ReadonlySet<Family>;
  readonly routeRefresh: boolean;
  readonly enhancedRouteRefresh: boolean;
  /** Our role, where the neighbour said a matching one or none (RFC 9234 §4.2). */
  readonly role: Role | null;
  /** What the neighbour said of its restarts; `null` where it did not or we did not. */
  readonly gracefulRestart: GracefulRestart | null;
  readonly longLivedGracefulRestart: LongLivedGracefulRestart | null;
  readonly sent: Open;
  readonly received: Open;
}

export type Negotiation =
  | { readonly kind: 'agreed'; readonly session: Session }
  | { readonly kind: 'refused'; readonly ending: Ending & { readonly sent: Notification } };

/** Two OPENs to a session, or the reason why there is none (RFC 4271 §6.2). */
export function negotiate(settings: SessionSettings, received: Open): Negotiation {
  const refusal = refuse(settings, received);
  if (refusal !== null) return refusal;
  const { open: sent } = settings;
  const both = (kind: Capability['kind']): boolean =>
    capability(sent, kind) !== null && capability(received, kind) !== null;
  const holdTime = Math.min(sent.holdTime, received.holdTime);
  const graceful = both('gracefulRestart') ? capability(received, 'gracefulRestart') : null;
  return {
    kind: 'agreed',
    session: {
      peerType: received.asn === sent.asn ? 'ibgp' : 'ebgp',
      peerAsn: received.asn,
      peerRouterId: received.routerId,
      ...timesFor(settings, holdTime),
      families: commonFamilies(sent, received),
      routeRefresh: both('routeRefresh'),
      enhancedRouteRefresh: both('enhancedRouteRefresh'),
      role: capability(sent, 'role')?.role ?? null,
      gracefulRestart: graceful,
      longLivedGracefulRestart:
        graceful !== null && both('longLivedGracefulRestart')
          ? capability(received, 'longLivedGracefulRestart')
          : null,
      sent,
      received,
    },
  };
}

/** The last capability of a kind, which is the one that counts (RFC 4724 §3). */
export function capability<K extends Capability['kind']>(
  open: Open,
  kind: K,
): Extract<Capability, { readonly kind: K }> | null {
  return (
    open.capabilities.findLast(
      (one): one is Extract<Capability, { readonly kind: K }> => one.kind === kind,
    ) ?? null
  );
}

function refuse({ open: sent, remoteAs, strictRole }: SessionSettings, received: Open): Negotiation | null {
  if (received.version !== VERSION) {
    return refused(
      'unsupportedVersion',
      OpenError.unsupportedVersionNumber,
      `the neighbour speaks version ${received.version}`,
      Uint8Array.of(0, VERSION),
    );
  }
  if (!isExpected(remoteAs, received.asn, sent.asn)) {
    return refused(
      'badPeerAs',
      OpenError.badPeerAs,
      `the neighbour says AS ${received.asn}, expected ${expected(remoteAs, sent.asn)}`,
    );
  }
  if (capability(received, 'fourOctetAs')?.asn === AS_TRANS) {
    return refused('badPeerAs', OpenError.badPeerAs, 'the neighbour says AS_TRANS, 23456, in four octets');
  }
  if (received.asn === sent.asn && received.routerId === sent.routerId) {
    return refused(
      'badRouterId',
      OpenError.badBgpIdentifier,
      `the neighbour has our router id ${sent.routerId}`,
    );
  }
  if (received.holdTime === 1 || received.holdTime === 2) {
    return refused(
      'unacceptableHoldTime',
      OpenError.unacceptableHoldTime,
      `the neighbour asks for a hold time of ${received.holdTime} s`,
    );
  }
  const mismatch = roleMismatch(sent, received, strictRole);
  if (mismatch !== null) return refused('roleMismatch', OpenError.roleMismatch, mismatch);
  if (commonFamilies(sent, received).size === 0) {
    const [...ours] = familiesOf(sent);
    const detail = `the neighbour has none of ${ours.join(', ')}`;
    return refused(
      'noCommonFamily',
      OpenError.unsupportedCapability,
      detail,
      multiprotocolCapabilities(ours),
    );
  }
  return null;
}

function refused(
  reason: EndReason,
  subcode: number,
  detail: string,
  data: Uint8Array = new Uint8Array(),
): Negotiation {
  const sent: Notification = { kind: 'notification', code: ErrorCode.open, subcode, data };
  return { kind: 'refused', ending: { ...ending(reason, { detail }), sent } };
}

function isExpected(remoteAs: RemoteAs, theirs: Asn, ours: Asn): boolean {
  if (remoteAs === 'internal') return theirs === ours;
  if (remoteAs === 'external') return theirs !== ours;
  return theirs === remoteAs;
}

function expected(remoteAs: RemoteAs, ours: Asn): string {
  if (remoteAs === 'internal') return `ours, ${ours}`;
  return remoteAs === 'external' ? `any but ours, ${ours}` : String(remoteAs);
}

function roleMismatch(sent: Open, received: Open, strict: boolean): string | null {
  const ours = capability(sent, 'role');
  if (ours === null) return null;
  const theirs = new Set(received.capabilities.flatMap((one) => (one.kind === 'role' ? [one.role] : [])));
  if (theirs.size > 1) return `the neighbour says that it is ${[...theirs].join(' and ')}`;
  const [role] = theirs;
  if (role === undefined)
    return strict ? `the neighbour does not say its role, and we are ${ours.role}` : null;
  return role === COUNTERPART[ours.role] ? null : `the neighbour is ${role}, and we are ${ours.role}`;
}

function commonFamilies(sent: Open, received: Open): ReadonlySet<Family> {
  const theirs = familiesOf(received);
  return new Set([...familiesOf(sent)].filter((family) => theirs.has(family)));
}

/** A speaker that names no family means IPv4 unicast (RFC 4760 §8). */
function familiesOf(open: Open): ReadonlySet<Family> {
  const named = open.capabilities.flatMap((one) => (one.kind === 'multiprotocol' ? [one.family] : []));
  return new Set<Family>(named.length === 0 ? ['ipv4/unicast'] : named);
}

/** The capabilities that the neighbour lacks, as in an OPEN (RFC 5492 §5). */
function multiprotocolCapabilities(families: readonly Family[]): Uint8Array {
  return Uint8Array.from(
    families.flatMap((family) => [1, 4, afiOf(family) >> 8, afiOf(family) & 255, 0, safiOf(family)]),
  );
}

/** A session whose times are those of other settings, as far as they are our own affair. */
export function withTimesOf(session: Session, settings: SessionSettings): Session {
  return { ...session, ...timesFor(settings, Math.min(session.sent.holdTime, session.received.holdTime)) };
}

/** KEEPALIVEs are frequent enough that a neighbour which has nothing to be told never looks like one that takes nothing. */
function timesFor(
  { keepaliveTime, sendHoldTime }: SessionSettings,
  holdTime: number,
): Pick<Session, 'holdTime' | 'keepaliveTime' | 'sendHoldTime'> {
  if (holdTime === 0) return { holdTime: null, keepaliveTime: null, sendHoldTime: null };
  const sendHold = sendHoldTime ?? Math.max(SEND_HOLD, 2 * holdTime);
  const most = Math.min(holdTime, sendHold) / 3;
  return {
    holdTime: millis(holdTime * 1000),
    keepaliveTime: millis(Math.max(1, Math.min(keepaliveTime ?? most, most)) * 1000),
    sendHoldTime: millis(sendHold * 1000),
  };
}

/** The role that the other side of a relation has (RFC 9234 §4.2). */
const COUNTERPART: Readonly<Record<Role, Role>> = {
  provider: 'customer',
  customer: 'provider',
  routeServer: 'routeServerClient',
  routeServerClient: 'routeServer',
  peer: 'peer',
};
const VERSION = 4;
const SEND_HOLD = 8 * 60;

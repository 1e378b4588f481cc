import type { Family } from './family.ts';
import type { Notification } from './message.ts';

/** What is wrong with octets from a peer, and the reaction that the RFC asks for. */
export interface ProtocolError {
  readonly kind: 'protocolError';
  readonly severity: Severity;
  readonly code: number;
  readonly subcode: number;
  /** The data field of the NOTIFICATION. */
  readonly data: Uint8Array;
  /** What is wrong, for a log. */
  readonly text: string;
  /** The path attribute at fault, or `null`. */
  readonly attribute: number | null;
  /** The family that cannot be used any more when the severity is `afiSafiDisable`, else `null`. */
  readonly family: Family | null;
}

/** The approaches of RFC 7606 §2, weakest first. */
export type Severity = 'attributeDiscard' | 'treatAsWithdraw' | 'afiSafiDisable' | 'sessionReset';

/** Error codes of a NOTIFICATION (RFC 4271 §4.5, RFC 7313 §5, RFC 9687 §5). */
export const ErrorCode = {
  messageHeader: 1,
  open: 2,
  update: 3,
  holdTimerExpired: 4,
  finiteStateMachine: 5,
  cease: 6,
  routeRefresh: 7,
  sendHoldTimerExpired: 8,
} as const;

/** Subcodes of a message header error (RFC 4271 §6.1). */
export const HeaderError = { connectionNotSynchronized: 1, badMessageLength: 2, badMessageType: 3 } as const;

/** Subcodes of an OPEN message error (RFC 4271 §6.2, RFC 5492 §5, RFC 9234 §4.2). */
export const OpenError = {
  unspecific: 0,
  unsupportedVersionNumber: 1,
  badPeerAs: 2,
  badBgpIdentifier: 3,
  unsupportedOptionalParameter: 4,
  unacceptableHoldTime: 6,
  unsupportedCapability: 7,
  roleMismatch: 11,
} as const;

/** Subcodes of an UPDATE message error (RFC 4271 §6.3). */
export const UpdateError = {
  malformedAttributeList: 1,
  unrecognizedWellKnownAttribute: 2,
  missingWellKnownAttribute: 3,
  attributeFlagsError: 4,
  attributeLengthError: 5,
  invalidOriginAttribute: 6,
  invalidNextHopAttribute: 8,
  optionalAttributeError: 9,
  invalidNetworkField: 10,
  malformedAsPath: 11,
} as const;

/** Subcodes of a finite state machine error (RFC 6608 §3). */
export const FsmError = {
  unspecified: 0,
  unexpectedMessageInOpenSent: 1,
  unexpectedMessageInOpenConfirm: 2,
  unexpectedMessageInEstablished: 3,
} as const;

/** Subcodes of a Cease (RFC 4486 §3, RFC 8538 §3, RFC 9384 §3). */
export const Cease = {
  maximumPrefixes: 1,
  administrativeShutdown: 2,
  peerDeconfigured: 3,
  administrativeReset: 4,
  connectionRejected: 5,
  otherConfigurationChange: 6,
  connectionCollisionResolution: 7,
  outOfResources: 8,
  hardReset: 9,
  bfdDown: 10,
} as const;

/** Subcodes of a ROUTE-REFRESH message error (RFC 7313 §5). */
export const RouteRefreshError = { invalidMessageLength: 1 } as const;

/** The NOTIFICATION that ends a session with this error. */
export function notificationFor(error: ProtocolError): Notification {
  return { kind: 'notification', code: error.code, subcode: error.subcode, data: error.data };
}

/** The error that asks for the strongest reaction, the first of them; `null` for none. */
export function strongest(errors: readonly ProtocolError[]): ProtocolError | null {
  let found: ProtocolError | null = null;
  for (const error of errors) {
    if (found === null || RANK[error.severity] > RANK[found.severity]) found = error;
  }
  return found;
}

const RANK: Readonly<Record<Severity, number>> = {
  attributeDiscard: 0,
  treatAsWithdraw: 1,
  afiSafiDisable: 2,
  sessionReset: 3,
};

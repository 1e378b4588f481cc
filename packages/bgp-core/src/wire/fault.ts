import { ErrorCode } from '../error.ts';
import type { ProtocolError, Severity } from '../error.ts';
import type { Family } from '../family.ts';
import { NO_OCTETS } from './octets.ts';

/** An error in the header of a message (RFC 4271 §6.1). */
export function headerFault(subcode: number, text: string, data: Uint8Array): ProtocolError {
  return sessionReset(ErrorCode.messageHeader, subcode, text, data);
}

/** An error in an OPEN (RFC 4271 §6.2). */
export function openFault(subcode: number, text: string, data: Uint8Array = NO_OCTETS): ProtocolError {
  return sessionReset(ErrorCode.open, subcode, text, data);
}

/** An error that ends the session (RFC 4271 §6). */
export function sessionReset(code: number, subcode: number, text: string, data: Uint8Array): ProtocolError {
  return {
    kind: 'protocolError',
    severity: 'sessionReset',
    code,
    subcode,
    data,
    text,
    attribute: null,
    family: null,
  };
}

/** An error in an UPDATE (RFC 4271 §6.3, RFC 7606). */
export function updateFault(fault: UpdateFault): ProtocolError {
  const { severity, subcode, text, data = NO_OCTETS, attribute = null, family = null } = fault;
  return { kind: 'protocolError', severity, code: ErrorCode.update, subcode, data, text, attribute, family };
}

export interface UpdateFault {
  readonly severity: Severity;
  readonly subcode: number;
  readonly text: string;
  readonly data?: Uint8Array;
  readonly attribute?: number;
  readonly family?: Family;
}

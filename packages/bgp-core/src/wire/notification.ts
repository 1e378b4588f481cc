import type { Reader, Writer } from '@fairlead/inet';
import { Cease, ErrorCode } from '../error.ts';
import type { Notification } from '../message.ts';
import { NO_OCTETS, u8 } from './octets.ts';
import { decodeUtf8, truncateUtf8 } from './utf8.ts';

// error code     1 octet
// error subcode  1 octet
// data           the rest

/** Reads what stands behind the header of a NOTIFICATION (RFC 4271 §4.5); there is no error in one that could be answered. */
export function decodeNotification(body: Reader): Notification {
  const code = body.u8('the error code');
  const subcode = body.u8('the error subcode');
  return { kind: 'notification', code, subcode, data: body.rest().slice() };
}

export function encodeNotification(writer: Writer, { code, subcode, data }: Notification): void {
  writer.u8(code).u8(subcode).bytes(data);
}

/** A Cease whose data is a text for the operator, cut to 255 octets (RFC 9003 §2). */
export function ceaseWithText(subcode: number, text: string): Notification {
  const octets = truncateUtf8(text, 0xff);
  const data = text === '' ? NO_OCTETS : Uint8Array.of(octets.length, ...octets);
  return { kind: 'notification', code: ErrorCode.cease, subcode, data };
}

/** The text of an administrative shutdown or reset; `null` for none or one that is not UTF-8 (RFC 9003 §2). */
export function shutdownCommunication(notification: Notification): string | null {
  const { code, subcode, data } = innermost(notification);
  const mayHaveText = subcode === Cease.administrativeShutdown || subcode === Cease.administrativeReset;
  if (code !== ErrorCode.cease || !mayHaveText || data.length === 0) return null;
  const length = u8(data, 0);
  return length === 0 || length > data.length - 1 ? null : decodeUtf8(data.subarray(1, 1 + length));
}

/** A Cease that ends the session without graceful restart, for the reason given (RFC 8538 §3.1). */
export function hardReset({ code, subcode, data }: Notification): Notification {
  return {
    kind: 'notification',
    code: ErrorCode.cease,
    subcode: Cease.hardReset,
    data: Uint8Array.of(code, subcode, ...data),
  };
}

/** The reason that a hard reset gives; `null` where the notification is none or gives none (RFC 8538 §3.1). */
export function hardResetReason({ code, subcode, data }: Notification): Notification | null {
  if (code !== ErrorCode.cease || subcode !== Cease.hardReset || data.length < 2) return null;
  return { kind: 'notification', code: u8(data, 0), subcode: u8(data, 1), data: data.slice(2) };
}

function innermost(notification: Notification): Notification {
  return hardResetReason(notification) ?? notification;
}

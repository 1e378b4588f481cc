import { unreachable, Writer } from '@fairlead/inet';
import type { Message } from '../message.ts';
import { MessageType } from './codes.ts';
import { maximumMessageLength } from './context.ts';
import type { WireContext } from './context.ts';
import { encodeUpdate } from './encodeUpdate.ts';
import { HEADER_LENGTH, OPEN_MAXIMUM } from './header.ts';
import { encodeNotification } from './notification.ts';
import { encodeOpen } from './open.ts';
import { encodeRouteRefresh } from './routeRefresh.ts';

/** Encodes one message, header included; throws `RangeError` naming field and value for what cannot be said. */
export function encode(message: Message, context: WireContext): Uint8Array {
  const writer = new Writer(HEADER_LENGTH);
  for (let i = 0; i < 4; i++) writer.u32(0xffffffff);
  writer.u16(0).u8(MessageType[message.kind]);
  encodeBody(writer, message, context);
  const most = message.kind === 'open' ? OPEN_MAXIMUM : maximumMessageLength(context);
  if (writer.length > most) {
    throw new RangeError(
      `the ${message.kind} has ${writer.length} octets, more than the ${most} that were agreed`,
    );
  }
  return writer.patchU16(16, writer.length).finish();
}

function encodeBody(writer: Writer, message: Message, context: WireContext): void {
  switch (message.kind) {
    case 'open':
      encodeOpen(writer, message);
      return;
    case 'update':
      encodeUpdate(writer, message, context);
      return;
    case 'notification':
      encodeNotification(writer, message);
      return;
    case 'keepalive':
      return;
    case 'routeRefresh':
      encodeRouteRefresh(writer, message);
      return;
    default:
      unreachable(message);
  }
}

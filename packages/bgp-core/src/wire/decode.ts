import { Reader } from '@fairlead/inet';
import { HeaderError } from '../error.ts';
import type { ProtocolError } from '../error.ts';
import type { Keepalive, Message, ReceivedUpdate, Update } from '../message.ts';
import { MessageType } from './codes.ts';
import { maximumMessageLength } from './context.ts';
import type { WireContext } from './context.ts';
import { headerFault } from './fault.ts';
import type { Frame } from './framer.ts';
import { badLength, HEADER_LENGTH, headerError, messageLength, messageType } from './header.ts';
import { decodeNotification } from './notification.ts';
import { NO_OCTETS } from './octets.ts';
import { decodeOpen } from './open.ts';
import { decodeRouteRefresh } from './routeRefresh.ts';
import { UpdateDecoder } from './update.ts';

/** A message as received; an UPDATE is read from its octets when it is looked at. */
export type DecodedMessage = Exclude<Message, Update> | ReceivedUpdate;

/** Decodes the frames of one session, remembering the texts of addresses that come again. */
export class Decoder {
  readonly #updates: UpdateDecoder;

  constructor(context: WireContext) {
    this.#updates = new UpdateDecoder(context);
  }

  decode({ octets, start, end }: Frame): DecodedMessage | ProtocolError {
    const type = messageType(octets, start);
    if (type === MessageType.update) return this.#updates.decode(octets, start, end);
    if (type === MessageType.keepalive) return KEEPALIVE;
    const body = new Reader(octets, start + HEADER_LENGTH, end);
    if (type === MessageType.open) return decodeOpen(body);
    if (type === MessageType.notification) return decodeNotification(body);
    return decodeRouteRefresh(body, octets.subarray(start, end));
  }
}

/** Decodes one whole message, header included; use a `Framer` and a `Decoder` for what comes from a connection. */
export function decode(message: Uint8Array, context: WireContext): DecodedMessage | ProtocolError {
  if (message.length < HEADER_LENGTH) {
    const text = `a message has ${message.length} octets, fewer than a header`;
    return headerFault(HeaderError.badMessageLength, text, NO_OCTETS);
  }
  const error = headerError(message, 0, maximumMessageLength(context));
  if (error !== null) return error;
  const length = messageLength(message, 0);
  if (length !== message.length) {
    return badLength(message, 0, `a message of ${message.length} octets says that it has ${length}`);
  }
  return new Decoder(context).decode({ kind: 'frame', octets: message, start: 0, end: length });
}

const KEEPALIVE: Keepalive = { kind: 'keepalive' };

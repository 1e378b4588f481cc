export { admit } from './wire/admit.ts';
export type { Admitted } from './wire/admit.ts';
export { decode, Decoder } from './wire/decode.ts';
export type { DecodedMessage } from './wire/decode.ts';
export { encode } from './wire/encode.ts';
export { EMPTY_UPDATE, endOfRib } from './wire/endOfRib.ts';
export { Framer } from './wire/framer.ts';
export type { Frame } from './wire/framer.ts';
export { agreedContext, initialContext, maximumMessageLength } from './wire/context.ts';
export type { PeerType, WireContext } from './wire/context.ts';
export { ceaseWithText, hardReset, hardResetReason, shutdownCommunication } from './wire/notification.ts';
export {
  Cease,
  ErrorCode,
  FsmError,
  HeaderError,
  notificationFor,
  OpenError,
  RouteRefreshError,
  UpdateError,
} from './error.ts';
export type { ProtocolError, Severity } from './error.ts';
export type * from './message.ts';
export { Afi, afiOf, familyFromCodes, isUnicast, Safi, safiOf, unicastFamily } from './family.ts';
export type { Family, OtherFamily, UnicastFamily } from './family.ts';

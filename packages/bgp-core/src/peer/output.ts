import type { ProtocolError } from '../error.ts';
import type { Family } from '../family.ts';
import type { ReceivedUpdate } from '../message.ts';
import type { Ending } from '../session/ending.ts';
import type { Session } from '../session/negotiate.ts';
import type { Connection } from '../session/peering.ts';

/** What a peer asks of its driver or tells its owner, in order. */
export type PeerOutput =
  /** Open a TCP connection; say `opened` or `failed` when it is clear. */
  | { readonly kind: 'dial'; readonly connection: Connection }
  /** Send the last octets and close; or, with `abort`, close at once. */
  | {
      readonly kind: 'close';
      readonly connection: Connection;
      readonly last: Uint8Array | null;
      readonly abort: boolean;
    }
  | { readonly kind: 'established'; readonly session: Session }
  | { readonly kind: 'down'; readonly session: Session; readonly ending: Ending }
  /** An attempt came to nothing. */
  | { readonly kind: 'failed'; readonly ending: Ending }
  /** Routes that the import policy may take; octets behind it are the driver's, so keep what `detach` answers. */
  | { readonly kind: 'update'; readonly update: ReceivedUpdate }
  | { readonly kind: 'endOfRib'; readonly family: Family }
  /** An UPDATE with errors that the session survives (RFC 7606). */
  | { readonly kind: 'malformedUpdate'; readonly errors: readonly ProtocolError[] };

import type { Reader, Writer } from '@fairlead/inet';
import type { Capability } from '../../message.ts';

/** What the value of one capability is on the wire. */
export interface CapabilityCodec<C extends Capability> {
  readonly code: number;
  /** Reads a value: `null` for one to be kept in octets; throws `OutOfBounds` for one that is too short. */
  read(value: Reader): C | null;
  /** Writes a value; throws `RangeError` for what cannot be said. */
  write(writer: Writer, capability: C): Writer;
}

/** The capability of one kind. */
export type CapabilityOf<K extends Capability['kind']> = Extract<Capability, { readonly kind: K }>;

import type { Severity } from '../../error.ts';
import type { PathAttributes } from '../../message.ts';
import type { WireContext } from '../context.ts';
import type { AddressTexts } from './addressTexts.ts';

/** What one path attribute is on the wire; the value is what stands behind flags, code and length. */
export interface AttributeCodec {
  /** Its name in the RFC. */
  readonly name: string;
  /** The Optional and Transitive bits that it must have. */
  readonly flags: number;
  /** The reaction to a malformed value (RFC 7606 §7). */
  readonly malformed: (context: WireContext) => Severity;
  /** What is wrong with a value, or `null`. */
  readonly check: (
    octets: Uint8Array,
    start: number,
    end: number,
    context: WireContext,
  ) => AttributeFault | null;
  /** Adds a value that was checked. */
  readonly read: (
    into: AttributeDraft,
    octets: Uint8Array,
    start: number,
    end: number,
    scope: ReadScope,
  ) => void;
  /** The value to send, or `null` for none; throws `RangeError` for what cannot be said. */
  readonly value: (from: PathAttributes, context: WireContext) => Uint8Array | null;
}

/** What reading needs besides the octets. */
export interface ReadScope {
  readonly context: WireContext;
  readonly addresses: AddressTexts;
}

export interface AttributeFault {
  /** Of an UPDATE message error (RFC 4271 §6.3). */
  readonly subcode: number;
  readonly text: string;
  /** Where it is not the reaction to any malformed value of the attribute. */
  readonly severity?: Severity;
}

/** Path attributes while they are read. */
export type AttributeDraft = { -readonly [K in keyof PathAttributes]: PathAttributes[K] };

export function treatAsWithdraw(): Severity {
  return 'treatAsWithdraw';
}

export function attributeDiscard(): Severity {
  return 'attributeDiscard';
}

/** Attributes that say nothing in an UPDATE from another AS are discarded there without a look at them (RFC 7606 §7.5). */
export function treatAsWithdrawInside(context: WireContext): Severity {
  return context.peerType === 'ebgp' ? 'attributeDiscard' : 'treatAsWithdraw';
}

import { strongest } from '../error.ts';
import type { ProtocolError } from '../error.ts';
import type { ReceivedUpdate } from '../message.ts';
import { attributeError, missingAttribute, missingError, mpError } from './attribute/check.ts';
import { isFault, viewMpReach, viewMpUnreach } from './attribute/mp.ts';
import type { MpView } from './attribute/mp.ts';
import { scanAttributes } from './attribute/scan.ts';
import type { ScannedAttribute } from './attribute/scan.ts';
import { AttributeCode } from './codes.ts';
import { UpdateReader } from './receivedUpdate.ts';
import type { UpdateView } from './receivedUpdate.ts';

/** Where the parts of an UPDATE stand whose lengths and own NLRI were checked. */
export type UpdateBounds = Omit<UpdateView, 'mpReach' | 'mpUnreach' | 'remaining' | 'errors' | 'isWithdraw'>;

/** Says what is wrong with an UPDATE, and makes of it what RFC 7606 wants. */
export function inspectUpdate(bounds: UpdateBounds): ReceivedUpdate | ProtocolError {
  const { octets, attributesStart, attributesEnd, nlriEnd } = bounds;
  const { context } = bounds.scope;
  const ownNlri = attributesEnd < nlriEnd;
  const scan = scanAttributes(octets, attributesStart, attributesEnd);
  const errors: ProtocolError[] = [...scan.errors];
  const good: ScannedAttribute[] = [];
  let mpReach: MpView | null = null;
  let mpUnreach: MpView | null = null;
  for (const attribute of scan.attributes) {
    const error = attributeError(octets, attribute, context);
    if (error !== null) errors.push(error);
    const isMp = attribute.code === AttributeCode.mpReach || attribute.code === AttributeCode.mpUnreach;
    if (!isMp) {
      if (error === null) good.push(attribute);
      continue;
    }
    const read = attribute.code === AttributeCode.mpReach ? viewMpReach : viewMpUnreach;
    const view = read(octets, attribute.value, attribute.end, context);
    if (isFault(view)) errors.push(mpError(view, octets, attribute));
    else if (attribute.code === AttributeCode.mpReach) mpReach = view;
    else mpUnreach = view;
  }
  const missing = missingFrom(scan.attributes, ownNlri, mpReach !== null);
  if (missing !== null) errors.push(missing);
  const reset = resetFor(errors, ownNlri, scan.attributes);
  if (reset !== null) return reset;
  const isWithdraw = errors.some(({ severity }) => severity === 'treatAsWithdraw');
  return new UpdateReader({
    ...bounds,
    mpReach,
    mpUnreach,
    remaining: copyOf(octets, good),
    errors,
    isWithdraw,
  });
}

/** A route of BGPsec has no AS_PATH (RFC 8205 §4.1). */
function missingFrom(
  attributes: readonly ScannedAttribute[],
  ownNlri: boolean,
  mpNlri: boolean,
): ProtocolError | null {
  const codes = new Set(attributes.map(({ code }) => code));
  if (codes.has(AttributeCode.bgpsecPath)) codes.add(AttributeCode.asPath);
  const present = [...codes].reduce((bits, code) => (code < 32 ? bits | (1 << code) : bits), 0);
  const missing = missingAttribute(present, ownNlri, mpNlri);
  return missing === 0 ? null : missingError(missing);
}

/**
 * The error that ends the session: one that asks for it, or any beyond attribute discard in an UPDATE that has attributes
 * and no routes, for it was perhaps to have some (RFC 7606 §5.2).
 */
function resetFor(
  errors: readonly ProtocolError[],
  ownNlri: boolean,
  attributes: readonly ScannedAttribute[],
): ProtocolError | null {
  const worst = strongest(errors);
  if (worst === null || worst.severity === 'attributeDiscard') return null;
  if (worst.severity === 'sessionReset') return worst;
  const hasRoutes = ownNlri || attributes.some(({ code }) => code === AttributeCode.mpReach);
  const onlyWithdraws = attributes.every(({ code }) => code === AttributeCode.mpUnreach);
  if (hasRoutes || (onlyWithdraws && worst.attribute === AttributeCode.mpUnreach)) return null;
  return { ...worst, severity: 'sessionReset', text: `${worst.text}, in an UPDATE without routes` };
}

function copyOf(octets: Uint8Array, attributes: readonly ScannedAttribute[]): Uint8Array {
  const parts = attributes.map(({ start, end }) => octets.subarray(start, end));
  const copy = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    copy.set(part, at);
    at += part.length;
  }
  return copy;
}

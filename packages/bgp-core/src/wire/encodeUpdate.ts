import { Writer } from '@fairlead/inet';
import { afiOf, safiOf } from '../family.ts';
import type { MpReach, MpUnreach, Nlri, PathAttributes, Update } from '../message.ts';
import { nextHopOctets } from './attribute/mpNextHop.ts';
import { attributeCodecs } from './attribute/table.ts';
import { AttributeCode, Flag } from './codes.ts';
import type { WireContext } from './context.ts';
import { writeNlri } from './nlri.ts';

/** Writes what stands behind the header of an UPDATE; throws `RangeError` for what cannot be said (RFC 4271 §4.3). */
export function encodeUpdate(writer: Writer, update: Update, context: WireContext): void {
  const { withdrawn, announced, attributes, mpReach } = update;
  requireMandatory(attributes, announced.length > 0, mpReach !== null);
  writer.withLength16((body) => {
    writeAll(body, withdrawn, context, 'withdrawn');
  });
  writer.withLength16((body) => {
    for (const attribute of inOrder(update, context)) writeAttribute(body, attribute);
  });
  writeAll(writer, announced, context, 'announced');
}

/** The path attributes of a set as they stand in an UPDATE, by ascending code and without those of RFC 4760. */
export function encodeAttributes(attributes: PathAttributes, context: WireContext): Uint8Array {
  const writer = new Writer();
  for (const attribute of encodedValues(attributes, context)) writeAttribute(writer, attribute);
  return writer.finish();
}

interface EncodedAttribute {
  readonly code: number;
  readonly flags: number;
  readonly value: Uint8Array;
}

/** The attributes with order and flags of the layout; those that it does not name follow, RFC 4760's first (RFC 7606 §5.1). */
function inOrder(update: Update, context: WireContext): readonly EncodedAttribute[] {
  const rest = new Map(encoded(update, context).map((attribute) => [attribute.code, attribute]));
  const ordered: EncodedAttribute[] = [];
  for (const { code, flags } of update.layout ?? []) {
    const attribute = rest.get(code);
    if (attribute !== undefined) ordered.push({ ...attribute, flags });
    rest.delete(code);
  }
  return [...ordered, ...rest.values()];
}

function encoded(update: Update, context: WireContext): readonly EncodedAttribute[] {
  const { mpReach, mpUnreach, attributes } = update;
  const list: EncodedAttribute[] = [];
  const [unreach, ...more] = mpUnreach;
  if (more.length > 0) throw new RangeError(`mpUnreach has one entry in an UPDATE, not ${mpUnreach.length}`);
  if (mpReach !== null) {
    list.push({ code: AttributeCode.mpReach, flags: Flag.optional, value: mpReachValue(mpReach, context) });
  }
  if (unreach !== undefined) {
    list.push({
      code: AttributeCode.mpUnreach,
      flags: Flag.optional,
      value: mpUnreachValue(unreach, context),
    });
  }
  return [...list, ...encodedValues(attributes, context)];
}

function encodedValues(attributes: PathAttributes, context: WireContext): readonly EncodedAttribute[] {
  const list: EncodedAttribute[] = [];
  for (const [code, codec] of attributeCodecs) {
    const value = codec.value(attributes, context);
    if (value !== null) list.push({ code, flags: codec.flags, value });
  }
  if (attributes.unknown === undefined) return list;
  return [...list, ...attributes.unknown].sort((a, b) => a.code - b.code);
}

function writeAttribute(writer: Writer, { code, flags, value }: EncodedAttribute): void {
  const isExtended = value.length > 0xff || (flags & Flag.extendedLength) !== 0;
  writer.u8(isExtended ? flags | Flag.extendedLength : flags).u8(code);
  if (value.length > 0xffff)
    throw new RangeError(`path attribute ${code} has ${value.length} octets, more than 65535`);
  if (isExtended) writer.u16(value.length);
  else writer.u8(value.length);
  writer.bytes(value);
}

function mpReachValue(reach: MpReach, context: WireContext): Uint8Array {
  const writer = new Writer().u16(afiOf(reach.family)).u8(safiOf(reach.family));
  const nextHop =
    reach.kind === 'raw' ? reach.nextHop : nextHopOctets(reach.nextHop, reach.family, 'mpReach.nextHop');
  writer.withLength8((body) => body.bytes(nextHop)).u8(0);
  if (reach.kind === 'raw') return writer.bytes(reach.announced).finish();
  const addPath = context.addPath.send.has(reach.family);
  reach.announced.forEach((nlri, index) => {
    writeNlri(writer, nlri, reach.family, addPath, `mpReach.announced[${index}]`);
  });
  return writer.finish();
}

function mpUnreachValue(unreach: MpUnreach, context: WireContext): Uint8Array {
  const writer = new Writer().u16(afiOf(unreach.family)).u8(safiOf(unreach.family));
  if (unreach.kind === 'raw') return writer.bytes(unreach.withdrawn).finish();
  const addPath = context.addPath.send.has(unreach.family);
  unreach.withdrawn.forEach((nlri, index) => {
    writeNlri(writer, nlri, unreach.family, addPath, `mpUnreach.withdrawn[${index}]`);
  });
  return writer.finish();
}

function writeAll(writer: Writer, list: readonly Nlri[], context: WireContext, field: string): void {
  const addPath = context.addPath.send.has('ipv4/unicast');
  list.forEach((nlri, index) => {
    writeNlri(writer, nlri, 'ipv4/unicast', addPath, `${field}[${index}]`);
  });
}

function requireMandatory(attributes: PathAttributes, ownNlri: boolean, mpNlri: boolean): void {
  if (!ownNlri && !mpNlri) return;
  if (attributes.origin === undefined)
    throw new RangeError('attributes.origin is missing, which routes must have');
  const hasBgpsecPath = attributes.unknown?.some(({ code }) => code === AttributeCode.bgpsecPath) ?? false;
  if (attributes.asPath === undefined && !hasBgpsecPath) {
    throw new RangeError('attributes.asPath is missing, which routes must have');
  }
  if (ownNlri && attributes.nextHop === undefined) {
    throw new RangeError('attributes.nextHop is missing, which routes of IPv4 must have');
  }
}

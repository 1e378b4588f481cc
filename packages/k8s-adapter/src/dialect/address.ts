import { asn, isAsn, parseIpAddress, parseRange, parseRouterId, rangesOverlap } from '@fairlead/inet';
import type { Asn, IpAddress, RouterId } from '@fairlead/inet';
import type { PoolRange } from '../model/pool.ts';
import type { Fields } from './fields.ts';

/** Reads a list of `first-last` and `address/length`, of which no two may overlap. */
export function readRanges(fields: Fields, name: string): readonly PoolRange[] {
  if (!fields.has(name))
    fields.missing(name, 'at least one range like 192.0.2.0/24 or 192.0.2.10-192.0.2.20');
  const texts = fields.texts(name);
  if (fields.has(name) && texts.length === 0)
    fields.invalid(name, null, 'is empty, so the pool has no address');
  return withoutOverlap(
    fields,
    name,
    texts.flatMap((text, index) => readRange(fields, `${name}[${index}]`, text) ?? []),
  );
}

/** As `readRanges`, of texts that are known to be ranges, blocks or single addresses. */
export function rangesOf(fields: Fields, name: string, texts: readonly string[]): readonly PoolRange[] {
  return withoutOverlap(
    fields,
    name,
    texts.flatMap((text, index) => readRangeOrAddress(fields, `${name}[${index}]`, text) ?? []),
  );
}

export function readRange(fields: Fields, field: string, text: string): PoolRange | null {
  const range = parseRange(text);
  if (range.ok) return { ...range.value, text };
  const hint =
    parseIpAddress(text.trim()) === null ? '' : `; write ${text.trim()}/${text.includes(':') ? 128 : 32}`;
  fields.report.error(
    'invalidValue',
    pathOf(fields, field),
    text,
    `is "${text}", which ${range.error}${hint}`,
  );
  return null;
}

/** A single address is a range of one. */
export function readRangeOrAddress(fields: Fields, field: string, text: string): PoolRange | null {
  const isAddress = parseIpAddress(text.trim()) !== null;
  const range = readRange(fields, field, isAddress ? `${text}-${text}` : text);
  return range === null ? null : { ...range, text };
}

function withoutOverlap(fields: Fields, name: string, ranges: readonly PoolRange[]): readonly PoolRange[] {
  const apart: PoolRange[] = [];
  for (const range of ranges) {
    const other = apart.find((each) => rangesOverlap(each, range));
    if (other === undefined) apart.push(range);
    else {
      const message = `holds "${range.text}" and "${other.text}", which overlap`;
      fields.report.error('overlap', fields.at(name), range.text, message);
    }
  }
  return apart;
}

export function readAddress(fields: Fields, name: string): IpAddress | null {
  const text = fields.text(name);
  if (text === null) return null;
  const address = parseIpAddress(text);
  if (address === null) fields.invalid(name, text, `is "${text}", which is no IP address`);
  return address;
}

export function readRouterId(fields: Fields, name: string): RouterId | null {
  const text = fields.text(name);
  if (text === null) return null;
  const id = parseRouterId(text);
  if (id === null)
    fields.invalid(name, text, `is "${text}", but must be four octets like 192.0.2.1 and not 0.0.0.0`);
  return id;
}

/** Reads the number of an autonomous system; 0 counts as absent. */
export function readAsn(fields: Fields, name: string): Asn | null {
  const value = fields.integer(name, 0, 0xffffffff);
  if (value === null || value === 0) return null;
  try {
    return asn(value);
  } catch {
    fields.invalid(name, value, `is ${value}, which is AS_TRANS (RFC 6793) and belongs to nobody`);
    return isAsn(value) ? value : null;
  }
}

/** Reads an AS number that must be there; a stand-in where it is not, and the object is set aside. */
export function readRequiredAsn(fields: Fields, name: string): Asn {
  const value = readAsn(fields, name);
  if (value !== null) return value;
  if (!fields.has(name)) fields.missing(name);
  else if (fields.raw(name) === 0) fields.invalid(name, 0, 'is 0, but must be 1 to 4294967295');
  return PRIVATE_ASN;
}

function pathOf(fields: Fields, field: string): string {
  return fields.path === '' ? field : `${fields.path}.${field}`;
}

const PRIVATE_ASN = asn(64512);

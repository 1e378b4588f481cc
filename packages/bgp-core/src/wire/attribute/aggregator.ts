import { addressToBytes, Writer } from '@fairlead/inet';
import { UpdateError } from '../../error.ts';
import type { Aggregator } from '../../message.ts';
import { Flag } from '../codes.ts';
import { u16, u32 } from '../octets.ts';
import { asnAt, writeAsn } from './asPath.ts';
import { attributeDiscard } from './codec.ts';
import type { AttributeCodec, AttributeFault, ReadScope } from './codec.ts';
import { wrongLength } from './length.ts';

// AS number  2 octets or 4, not 0 (RFC 7607 §2)
// address    4 octets, the BGP identifier of the aggregating speaker

/** AGGREGATOR (RFC 4271 §4.3, RFC 6793 §3). */
export const aggregator: AttributeCodec = {
  name: 'AGGREGATOR',
  flags: Flag.optional | Flag.transitive,
  malformed: attributeDiscard,
  check(octets, start, end, context) {
    return aggregatorFault(octets, start, end, context.fourOctetAs ? 4 : 2);
  },
  read(into, octets, start, _end, scope) {
    into.aggregator = readAggregator(octets, start, scope.context.fourOctetAs ? 4 : 2, scope);
  },
  value(from, context) {
    if (from.aggregator === undefined) return null;
    return writeAggregator(from.aggregator, context.fourOctetAs ? 4 : 2, 'aggregator');
  },
};

/** AS4_AGGREGATOR (RFC 6793 §3). */
export const as4Aggregator: AttributeCodec = {
  name: 'AS4_AGGREGATOR',
  flags: Flag.optional | Flag.transitive,
  malformed: attributeDiscard,
  check(octets, start, end) {
    return aggregatorFault(octets, start, end, 4);
  },
  read(into, octets, start, _end, scope) {
    into.as4Aggregator = readAggregator(octets, start, 4, scope);
  },
  value(from, context) {
    if (from.as4Aggregator !== undefined) return writeAggregator(from.as4Aggregator, 4, 'as4Aggregator');
    if (context.fourOctetAs || from.aggregator === undefined || from.aggregator.asn <= 0xffff) return null;
    return writeAggregator(from.aggregator, 4, 'aggregator');
  },
};

function aggregatorFault(octets: Uint8Array, start: number, end: number, size: 2 | 4): AttributeFault | null {
  const fault = wrongLength(start, end, size + 4);
  if (fault !== null || (size === 4 ? u32(octets, start) : u16(octets, start)) !== 0) return fault;
  return { subcode: UpdateError.optionalAttributeError, text: 'has AS number 0' };
}

function readAggregator(octets: Uint8Array, start: number, size: 2 | 4, scope: ReadScope): Aggregator {
  return { asn: asnAt(octets, start, size), address: scope.addresses.ipv4(u32(octets, start + size)) };
}

function writeAggregator({ asn, address }: Aggregator, size: 2 | 4, field: string): Uint8Array {
  const writer = new Writer(8);
  writeAsn(writer, asn, size, `${field}.asn`);
  return writer.bytes(addressToBytes(address)).finish();
}

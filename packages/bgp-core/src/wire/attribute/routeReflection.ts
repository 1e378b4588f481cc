import { addressToBytes, Writer } from '@fairlead/inet';
import type { Ipv4 } from '@fairlead/inet';
import { Flag } from '../codes.ts';
import { u32 } from '../octets.ts';
import { treatAsWithdrawInside } from './codec.ts';
import type { AttributeCodec } from './codec.ts';
import { wrongLength, wrongMultiple } from './length.ts';

// ORIGINATOR_ID  4 octets, a BGP identifier
// CLUSTER_LIST   4 octets for each cluster

/** ORIGINATOR_ID (RFC 4456 §8). */
export const originatorId: AttributeCodec = {
  name: 'ORIGINATOR_ID',
  flags: Flag.optional,
  malformed: treatAsWithdrawInside,
  check(_octets, start, end) {
    return wrongLength(start, end, SIZE);
  },
  read(into, octets, start, _end, { addresses }) {
    into.originatorId = addresses.ipv4(u32(octets, start));
  },
  value(from) {
    return from.originatorId === undefined ? null : addressToBytes(from.originatorId);
  },
};

/** CLUSTER_LIST (RFC 4456 §8). */
export const clusterList: AttributeCodec = {
  name: 'CLUSTER_LIST',
  flags: Flag.optional,
  malformed: treatAsWithdrawInside,
  check(_octets, start, end) {
    return wrongMultiple(start, end, SIZE);
  },
  read(into, octets, start, end, { addresses }) {
    const found = new Array<Ipv4>((end - start) / SIZE);
    for (let i = 0; i < found.length; i++) found[i] = addresses.ipv4(u32(octets, start + i * SIZE));
    into.clusterList = found;
  },
  value(from) {
    if (from.clusterList === undefined || from.clusterList.length === 0) return null;
    const writer = new Writer(from.clusterList.length * SIZE);
    for (const cluster of from.clusterList) writer.bytes(addressToBytes(cluster));
    return writer.finish();
  },
};

const SIZE = 4;

import { addressToBytes, isIpv4 } from '@fairlead/inet';
import { Flag } from '../codes.ts';
import { u32 } from '../octets.ts';
import { treatAsWithdraw } from './codec.ts';
import type { AttributeCodec } from './codec.ts';
import { wrongLength } from './length.ts';

// value  4 octets, an IPv4 address

/** NEXT_HOP (RFC 4271 §4.3); next hops of other families stand in MP_REACH_NLRI. */
export const nextHop: AttributeCodec = {
  name: 'NEXT_HOP',
  flags: Flag.transitive,
  malformed: treatAsWithdraw,
  check(_octets, start, end) {
    return wrongLength(start, end, 4);
  },
  read(into, octets, start, _end, { addresses }) {
    into.nextHop = { address: addresses.ipv4(u32(octets, start)) };
  },
  value(from) {
    if (from.nextHop === undefined) return null;
    const { address } = from.nextHop;
    if (!isIpv4(address)) throw new RangeError(`nextHop.address is an IPv4 address here, not ${address}`);
    return addressToBytes(address);
  },
};

import { seconds } from '@fairlead/inet';
import type { LongLivedGracefulRestart } from '../../message.ts';
import { CapabilityCode } from '../codes.ts';
import type { CapabilityCodec } from './codec.ts';
import { readFamily, writeFamily } from './family.ts';

// for each family:
//   AFI, SAFI   3 octets
//   flags       1 octet: the first bit says that forwarding went on
//   stale time  3 octets, in seconds

/** Long-lived graceful restart (RFC 9494 §3). */
export const longLivedGracefulRestart: CapabilityCodec<LongLivedGracefulRestart> = {
  code: CapabilityCode.longLivedGracefulRestart,
  read(value) {
    const families: LongLivedGracefulRestart['families'][number][] = [];
    while (value.remaining > 0) {
      const family = readFamily(value);
      const forwarding = (value.u8('the flags') & FORWARDING) !== 0;
      const staleTime = seconds((value.u8('the stale time') << 16) | value.u16('the stale time'));
      families.push({ family, forwarding, staleTime });
    }
    return { kind: 'longLivedGracefulRestart', families };
  },
  write(writer, { families }) {
    for (const { family, forwarding, staleTime } of families) {
      if (staleTime > LONGEST) throw new RangeError(`staleTime is 0 to ${LONGEST} seconds, not ${staleTime}`);
      writeFamily(writer, family)
        .u8(forwarding ? FORWARDING : 0)
        .u8(staleTime >> 16)
        .u16(staleTime & 0xffff);
    }
    return writer;
  },
};

const FORWARDING = 0x80;
const LONGEST = 0xffffff;

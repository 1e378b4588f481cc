import { seconds } from '@fairlead/inet';
import type { GracefulRestart } from '../../message.ts';
import { CapabilityCode } from '../codes.ts';
import type { CapabilityCodec } from './codec.ts';
import { readFamily, writeFamily } from './family.ts';

// flags and time  2 octets: R 1 bit, N 1 bit, 2 reserved, 12 of seconds
// for each family:
//   AFI, SAFI  3 octets
//   flags      1 octet: the first bit says that forwarding went on

/** Graceful restart (RFC 4724 §3, RFC 8538 §2). */
export const gracefulRestart: CapabilityCodec<GracefulRestart> = {
  code: CapabilityCode.gracefulRestart,
  read(value) {
    const head = value.u16('flags and restart time');
    const families: GracefulRestart['families'][number][] = [];
    while (value.remaining > 0) {
      const family = readFamily(value);
      families.push({ family, forwarding: (value.u8('the flags') & FORWARDING) !== 0 });
    }
    return {
      kind: 'gracefulRestart',
      restarting: (head & RESTARTING) !== 0,
      notification: (head & NOTIFICATION) !== 0,
      restartTime: seconds(head & LONGEST),
      families,
    };
  },
  write(writer, { restarting, notification, restartTime, families }) {
    if (restartTime > LONGEST)
      throw new RangeError(`restartTime is 0 to ${LONGEST} seconds, not ${restartTime}`);
    writer.u16((restarting ? RESTARTING : 0) | (notification ? NOTIFICATION : 0) | restartTime);
    for (const { family, forwarding } of families)
      writeFamily(writer, family).u8(forwarding ? FORWARDING : 0);
    return writer;
  },
};

const RESTARTING = 0x8000;
const NOTIFICATION = 0x4000;
const LONGEST = 0xfff;
const FORWARDING = 0x80;

import type { AddPathDirection } from '../../message.ts';
import { CapabilityCode } from '../codes.ts';
import type { CapabilityCodec, CapabilityOf } from './codec.ts';
import { readFamily, writeFamily } from './family.ts';

// for each family:
//   AFI, SAFI     3 octets
//   send/receive  1 octet: 1 receive, 2 send, 3 both

/** Several paths to one prefix (RFC 7911 §4); with another direction than the three it is not understood. */
export const addPath: CapabilityCodec<CapabilityOf<'addPath'>> = {
  code: CapabilityCode.addPath,
  read(value) {
    const families: CapabilityOf<'addPath'>['families'][number][] = [];
    let isUnderstood = true;
    while (value.remaining > 0) {
      const family = readFamily(value);
      const direction = DIRECTIONS[value.u8('the direction') - 1];
      if (direction === undefined) isUnderstood = false;
      else families.push({ family, direction });
    }
    return isUnderstood ? { kind: 'addPath', families } : null;
  },
  write(writer, { families }) {
    for (const { family, direction } of families) {
      writeFamily(writer, family).u8(DIRECTIONS.indexOf(direction) + 1);
    }
    return writer;
  },
};

const DIRECTIONS: readonly AddPathDirection[] = ['receive', 'send', 'both'];

import { seconds } from '@fairlead/inet';
import type { Peer } from '../model/peer.ts';
import { readSeconds } from './duration.ts';
import type { Fields } from './fields.ts';

/** Reads the hold time and the keepalive time; where one is given, the other is three times or a third of it. */
export function readTimers(
  fields: Fields,
  holdName: string,
  keepaliveName: string,
): Pick<Peer, 'holdTime' | 'keepaliveTime'> {
  const hold = readSeconds(fields, holdName, 'cut');
  const keepalive = readSeconds(fields, keepaliveName, 'cut');
  if (hold !== null && hold !== 0 && (hold < 3 || hold > MAX_SECONDS)) {
    fields.invalid(
      holdName,
      `${hold}s`,
      `is ${hold} s, but must be 0 or 3 to ${MAX_SECONDS} s (RFC 4271 §4.2)`,
    );
  }
  const holdTime = hold ?? (keepalive === null ? null : seconds(keepalive * 3));
  const keepaliveTime = keepalive ?? (hold === null ? null : seconds(Math.floor(hold / 3)));
  if (holdTime !== null && keepaliveTime !== null && keepaliveTime > holdTime) {
    fields.invalid(keepaliveName, `${keepaliveTime}s`, `is longer than the hold time of ${holdTime} s`);
  }
  return { holdTime, keepaliveTime };
}

export const MAX_SECONDS = 65535;

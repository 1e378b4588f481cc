import { seconds } from '@fairlead/inet';
import type { GracefulRestart } from '../../model/peer.ts';
import type { Fields } from '../fields.ts';

/** Reads `gracefulRestart`, of which the time and whether it is on count. */
export function readRestart(spec: Fields): GracefulRestart | null {
  const restart = spec.object('gracefulRestart');
  if (restart === null) return null;
  const isEnabled = restart.boolean('enabled') ?? false;
  const restartTime = restart.positive('restartTime', 4095);
  const isLongLived = restart.boolean('longlivedEnabled') ?? false;
  const staleTime = restart.positive('staleRoutesTime', 0xffffff);
  if (!isEnabled) return null;
  return {
    restartTime: restartTime === null ? null : seconds(restartTime),
    longLivedStaleTime: isLongLived && staleTime !== null ? seconds(staleTime) : null,
  };
}

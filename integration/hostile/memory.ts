import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How much this process holds, without what it could let go. */
export function heldMemory(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

export const MiB = 1024 * 1024;

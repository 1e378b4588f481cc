/** An address of the loopback network that only this process uses, so that fixed ports clash with nobody. */
export function ownLoopback(): string {
  const [high, middle, low] = [process.pid >> 16, (process.pid >> 8) & 0xff, process.pid & 0xff];
  return `127.${FIRST_NETWORK + high}.${middle}.${low}`;
}

/** Process ids have at most 22 bits. */
const FIRST_NETWORK = 128;

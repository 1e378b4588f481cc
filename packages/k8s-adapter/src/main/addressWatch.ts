import { networkInterfaces } from 'node:os';

/** Tells when this machine's addresses are others than before, until it is told to end. */
export function watchAddresses(changed: () => void, signal: AbortSignal): void {
  let known = currentAddresses();
  const timer = setInterval(() => {
    const current = currentAddresses();
    if (current === known) return;
    known = current;
    changed();
  }, INTERVAL);
  timer.unref();
  signal.addEventListener('abort', () => {
    clearInterval(timer);
  });
}

function currentAddresses(): string {
  return Object.values(networkInterfaces())
    .flatMap((addresses = []) => addresses.map(({ address }) => address))
    .sort()
    .join();
}

const INTERVAL = 1000;

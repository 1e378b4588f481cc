import { ipv4FromNumber, ipv4ToNumber, millis, parseIpv4, parseMac } from '@fairlead/inet';
import { Responder } from '@fairlead/l2-core';
import type { OwnedAddress } from '@fairlead/l2-core';
import { openLayer2Worker } from '@fairlead/l2-core/node';
import type { LinkStatus } from '@fairlead/l2-core/node';

/** Answers for consecutive addresses until its parent goes: responder.ts INTERFACE FIRST COUNT REFRESH */
const [name = '', first = '', count = '', refresh = ''] = process.argv.slice(2);
const start = ipv4ToNumber(parseIpv4(first) ?? missing(first));
const addresses = Array.from({ length: Number(count) }, (_, index) => ({
  address: ipv4FromNumber(start + index),
}));
const memory = memoryOf(addresses);
const layer2 = await openLayer2Worker({
  networkModule: import.meta.resolve('@fairlead/netsys'),
  responder: { refresh: millis(Number(refresh)) },
});
const began = performance.now();
const problems = await layer2.own([{ interface: name, addresses }]);
if (problems.some(({ severity }) => severity === 'error')) throw new Error(JSON.stringify(problems));
await settled();
process.send?.({ kind: 'ready', announced: performance.now() - began, memory });
process.on('disconnect', () => process.exit());

/** Resolves when no address is left that was not announced six times. */
async function settled(): Promise<void> {
  for (;;) {
    const [status]: readonly (LinkStatus | undefined)[] = await layer2.status();
    if (status?.unasked === Number(count) * 13) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** The octets that a responder keeps for addresses, once what made them is gone. */
function memoryOf(owned: readonly OwnedAddress[]): number {
  const mac = parseMac('02:00:00:00:00:01') ?? missing('a MAC');
  const responder = new Responder({ mac, isUp: true, vlan: null }, millis(0));
  const before = kept();
  responder.own(owned, millis(0));
  responder.frames.ipv4.clear();
  responder.takeEvents();
  const after = kept();
  if (responder.status().length !== owned.length) throw new Error('not all are owned');
  return after - before;
}

function kept(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function missing(text: string): never {
  throw new TypeError(`"${text}" is no address`);
}

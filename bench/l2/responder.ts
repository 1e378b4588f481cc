import { ipv4FromNumber, ipv4ToNumber, millis, parseIpv4 } from '@fairlead/inet';
import { openLayer2Worker } from '@fairlead/l2-core/node';
import type { LinkStatus } from '@fairlead/l2-core/node';

/** Answers for consecutive addresses until its parent goes: responder.ts INTERFACE FIRST COUNT REFRESH */
const [name = '', first = '', count = '', refresh = ''] = process.argv.slice(2);
const start = ipv4ToNumber(parseIpv4(first) ?? missing(first));
const before = process.memoryUsage().rss;
const began = performance.now();
const layer2 = await openLayer2Worker({
  networkModule: import.meta.resolve('@fairlead/netsys'),
  responder: { refresh: millis(Number(refresh)) },
});
const addresses = Array.from({ length: Number(count) }, (_, index) => ({
  address: ipv4FromNumber(start + index),
}));
const problems = await layer2.own([{ interface: name, addresses }]);
if (problems.some(({ severity }) => severity === 'error')) throw new Error(JSON.stringify(problems));
await settled();
process.send?.({
  kind: 'ready',
  announced: performance.now() - began,
  memory: process.memoryUsage().rss - before,
});
process.on('message', () => {
  void layer2.status().then((status) => process.send?.({ kind: 'status', status, cpu: process.cpuUsage() }));
});
process.on('disconnect', () => process.exit());

/** Resolves when no address is left that was not announced six times. */
async function settled(): Promise<void> {
  for (;;) {
    const [status]: readonly (LinkStatus | undefined)[] = await layer2.status();
    if (status?.unasked === Number(count) * 13) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function missing(text: string): never {
  throw new TypeError(`"${text}" is no IPv4 address`);
}

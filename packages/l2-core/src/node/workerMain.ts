import { parentPort, workerData } from 'node:worker_threads';
import { openLayer2 } from './layer2.ts';
import type { Layer2 } from './layer2.ts';
import type { Network } from './network.ts';
import type { FromWorker, ToWorker, WorkerCall, WorkerStart } from './workerMessage.ts';

const { networkModule, responder } = workerData as WorkerStart;
await answer(0, async () => {
  const { network } = (await import(networkModule)) as { readonly network: Network };
  const layer2 = openLayer2({
    network,
    responder,
    onEvent: (event) => {
      post({ kind: 'event', event });
    },
  });
  parentPort?.on('message', ({ id, call }: ToWorker) => void answer(id, () => carryOut(layer2, call)));
});

function carryOut(layer2: Layer2, call: WorkerCall): Promise<unknown> {
  switch (call.method) {
    case 'own':
      return layer2.own(call.wanted, call.successors);
    case 'claim':
      return layer2.claim(call.wanted);
    case 'release':
      return layer2.release(call.link, call.addresses, call.successor ?? undefined);
    case 'setPartners':
      return layer2.setPartners(call.macs);
    case 'status':
      return layer2.status();
    case 'close':
      return layer2.close();
  }
}

async function answer(id: number, work: () => Promise<unknown>): Promise<void> {
  try {
    post({ kind: 'answer', id, value: await work() });
  } catch (error) {
    post({ kind: 'failure', id, error: error instanceof Error ? error : new Error(String(error)) });
  }
}

function post(message: FromWorker): void {
  parentPort?.postMessage(message);
}

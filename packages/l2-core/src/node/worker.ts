import { Worker } from 'node:worker_threads';
import type { IpAddress, MacAddress } from '@fairlead/inet';
import type { ResponderOptions } from '../options.ts';
import type { Layer2Event, LinkStatus, Problem } from './event.ts';
import type { Layer2, LinkAddresses, LinkReference } from './layer2.ts';
import type { FromWorker, ToWorker, WorkerCall, WorkerStart } from './workerMessage.ts';

export interface Layer2WorkerOptions {
  /**
   * Where the worker imports `network` from, as `import.meta.resolve('@fairlead/netsys')` says it: functions cannot be
   * passed to another thread.
   */
  readonly networkModule: string;
  readonly onEvent?: (event: Layer2Event) => void;
  /** The thread ended by a fault, and nothing is answered any more. Without it, the fault is thrown: it ends the process. */
  readonly onFault?: (error: Error) => void;
  readonly responder?: Omit<ResponderOptions, 'random'>;
}

/** Starts answering in a thread of its own, so that answers are fast however busy this thread is. */
export async function openLayer2Worker(options: Layer2WorkerOptions): Promise<Layer2> {
  const workerData: WorkerStart = {
    networkModule: options.networkModule,
    responder: options.responder ?? {},
  };
  const worker = new Worker(new URL(`./workerMain${EXTENSION}`, import.meta.url), {
    name: 'fairlead-l2',
    workerData,
  });
  const layer2 = new WorkerLayer2(worker, options);
  await layer2.started;
  return layer2;
}

class WorkerLayer2 implements Layer2 {
  readonly started: Promise<unknown>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #onFault: (error: Error) => void;
  #calls = 0;
  #ended: Error | null = null;
  /** Whether the thread may end: it is closed, or did not start. */
  #isExpected = false;

  constructor(worker: Worker, { onEvent = () => undefined, onFault = rethrow }: Layer2WorkerOptions) {
    this.#worker = worker;
    this.#onFault = onFault;
    this.started = this.#answer(START);
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'event') onEvent(message.event);
      else this.#settle(message);
    });
    worker.on('error', (error: Error) => {
      this.#end(error);
    });
    worker.on('exit', () => {
      this.#end(new Error('the layer 2 worker has ended'));
    });
  }

  own(
    wanted: readonly LinkAddresses[],
    successors: ReadonlyMap<IpAddress, MacAddress> = new Map(),
  ): Promise<readonly Problem[]> {
    return this.#call({ method: 'own', wanted, successors }) as Promise<readonly Problem[]>;
  }

  claim(wanted: LinkAddresses): Promise<readonly Problem[]> {
    return this.#call({ method: 'claim', wanted }) as Promise<readonly Problem[]>;
  }

  async release(link: LinkReference, addresses: readonly IpAddress[], successor?: MacAddress): Promise<void> {
    await this.#call({ method: 'release', link, addresses, successor: successor ?? null });
  }

  async setPartners(macs: readonly MacAddress[]): Promise<void> {
    await this.#call({ method: 'setPartners', macs });
  }

  status(): Promise<readonly LinkStatus[]> {
    return this.#call({ method: 'status' }) as Promise<readonly LinkStatus[]>;
  }

  async close(): Promise<void> {
    if (this.#ended !== null) return;
    this.#isExpected = true;
    await this.#call({ method: 'close' });
    await this.#worker.terminate();
  }

  #call(call: WorkerCall): Promise<unknown> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    const id = ++this.#calls;
    const message: ToWorker = { id, call };
    this.#worker.postMessage(message);
    return this.#answer(id);
  }

  #answer(id: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
  }

  #settle(message: Exclude<FromWorker, { kind: 'event' }>): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.kind === 'failure' && message.id === START) this.#isExpected = true;
    if (message.kind === 'answer') waiting?.resolve(message.value);
    else waiting?.reject(message.error);
  }

  #end(error: Error): void {
    const isFault = this.#ended === null && !this.#isExpected && !this.#waiting.has(START);
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
    if (isFault) this.#onFault(error);
  }
}

function rethrow(error: Error): never {
  throw error;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The worker is TypeScript where this file is. */
const EXTENSION = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
const START = 0;

import type { Responder } from '../../reconcile/nodeSpeaker.ts';
import type { OwnedAddresses } from '../../reconcile/ownership.ts';

/** One responder for several nodes of a machine: it answers for what any of them owns. */
export class SharedResponder {
  readonly #responder: Responder;
  readonly #owned = new Map<string, OwnedAddresses>();

  constructor(responder: Responder) {
    this.#responder = responder;
  }

  /** The responder as one node sees it. */
  for(node: string): Responder {
    return {
      own: (addresses, conflict, others) => {
        this.#owned.set(node, addresses);
        const all = new Map([...this.#owned.values()].flatMap((each) => [...each]));
        this.#responder.own(all, conflict, others);
      },
      close: async () => {
        this.#owned.delete(node);
        if (this.#owned.size === 0) await this.#responder.close();
      },
    };
  }
}

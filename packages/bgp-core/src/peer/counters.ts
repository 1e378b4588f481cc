import type { MessageKind, PeerCounters } from './status.ts';

/** Counts what a peer says and hears. */
export class Counters {
  readonly #sent = none();
  readonly #received = none();
  established = 0;
  ended = 0;
  failed = 0;
  malformedUpdates = 0;

  sent(kind: MessageKind): void {
    this.#sent[kind]++;
  }

  received(kind: MessageKind): void {
    this.#received[kind]++;
  }

  /** Whole messages one behind the other. */
  sentMessages(octets: Uint8Array): void {
    for (let at = 0; at + HEADER <= octets.length;) {
      if (octets[at + TYPE] === UPDATE) this.#sent.update++;
      else this.#sent.routeRefresh++;
      at += ((octets[at + LENGTH] ?? 0) << 8) | (octets[at + LENGTH + 1] ?? HEADER);
    }
  }

  snapshot(): PeerCounters {
    const { established, ended, failed, malformedUpdates } = this;
    return {
      sent: { ...this.#sent },
      received: { ...this.#received },
      established,
      ended,
      failed,
      malformedUpdates,
    };
  }
}

function none(): Record<MessageKind, number> {
  return { open: 0, update: 0, notification: 0, keepalive: 0, routeRefresh: 0 };
}

const HEADER = 19;
const LENGTH = 16;
const TYPE = 18;
const UPDATE = 2;

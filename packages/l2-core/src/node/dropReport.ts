import { millis } from '@fairlead/inet';
import { DROP_REASONS } from '../reason.ts';
import type { DropReason } from '../reason.ts';
import type { LinkName, LinkStatus } from './event.ts';
import type { LinkContext } from './openLink.ts';

/** Tells once a minute, for each reason, how many frames were dropped for it; what is usual on a link is left out. */
export class DropReport {
  readonly #link: LinkName;
  readonly #context: LinkContext;
  readonly #status: () => LinkStatus;
  #told: Partial<Record<DropReason, number>> = {};
  #toldOverflow = 0;
  #cancel: () => void;

  constructor(link: LinkName, context: LinkContext, status: () => LinkStatus) {
    this.#link = link;
    this.#context = context;
    this.#status = status;
    this.#cancel = this.#wait();
  }

  close(): void {
    this.#cancel();
  }

  #wait(): () => void {
    return this.#context.clock.after(MINUTE, () => {
      this.#tell();
      this.#cancel = this.#wait();
    });
  }

  #tell(): void {
    const { received, overflowed } = this.#status();
    for (const reason of UNUSUAL) {
      this.#report(reason, received[reason] - (this.#told[reason] ?? 0));
    }
    this.#report('receiveBufferFull', overflowed - this.#toldOverflow);
    this.#told = received;
    this.#toldOverflow = overflowed;
  }

  #report(reason: DropReason | 'receiveBufferFull', count: number): void {
    if (count > 0) this.#context.report({ kind: 'framesDropped', link: this.#link, reason, count });
  }
}

const MINUTE = millis(60_000);
const USUAL: ReadonlySet<DropReason> = new Set<DropReason>([
  'otherEtherType',
  'otherVlan',
  'otherDestination',
  'ownFrame',
  'notIcmpv6',
  'notNeighborDiscovery',
  'notOwned',
  'notYetClaimed',
  'yielded',
  'replyOfOther',
]);
const UNUSUAL = DROP_REASONS.filter((reason) => !USUAL.has(reason));

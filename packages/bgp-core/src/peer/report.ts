import type { ProtocolError } from '../error.ts';
import type { Ending } from '../session/ending.ts';
import type { Session } from '../session/negotiate.ts';
import { Counters } from './counters.ts';
import type { PeerOutput } from './output.ts';

/** What a peer has to tell: what happened since it was last asked, and what it counts. */
export class Report {
  readonly counters: Counters = new Counters();
  #outputs: PeerOutput[] = [];
  #lastEnding: Ending | null = null;

  get lastEnding(): Ending | null {
    return this.#lastEnding;
  }

  add(output: PeerOutput): void {
    this.#outputs.push(output);
  }

  take(): readonly PeerOutput[] {
    const outputs = this.#outputs;
    if (outputs.length > 0) this.#outputs = [];
    return outputs;
  }

  established(session: Session): void {
    this.counters.established++;
    this.add({ kind: 'established', session });
  }

  down(session: Session, ending: Ending): void {
    this.counters.ended++;
    this.#lastEnding = ending;
    this.add({ kind: 'down', session, ending });
  }

  /** That one of two connections had to give way is no failure. */
  failed(ending: Ending): void {
    if (ending.reason === 'collisionLost' || ending.reason === 'superseded') return;
    this.counters.failed++;
    this.#lastEnding = ending;
    this.add({ kind: 'failed', ending });
  }

  malformedUpdate(errors: readonly ProtocolError[]): void {
    if (errors.length === 0) return;
    this.counters.malformedUpdates++;
    this.add({ kind: 'malformedUpdate', errors });
  }
}

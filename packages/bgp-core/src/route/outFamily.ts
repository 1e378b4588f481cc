import type { UnicastFamily } from '../family.ts';
import type { RouteRefreshSubtype } from '../message.ts';
import { encode } from '../wire/encode.ts';
import { endOfRib } from '../wire/endOfRib.ts';
import { NO_OCTETS } from '../wire/octets.ts';
import type { OutSession } from './outSession.ts';
import { OutTable } from './outTable.ts';
import type { Difference } from './outTable.ts';
import type { MessageBuffer } from './packUpdate.ts';
import type { StagedRoutes } from './stagedRoutes.ts';

/** The routes of a family for one peer, and the marks around them (RFC 4724 §2, RFC 7313 §4). */
export class OutFamily {
  readonly table: OutTable;
  /** Whether the routes that are wanted are all that there are, so that an End-of-RIB may say so. */
  isComplete: boolean;
  #session: OutSession | null = null;
  #endOfRib = false;
  #refresh: 'none' | 'asked' | 'running' = 'none';

  constructor(family: UnicastFamily, isComplete: boolean) {
    this.table = new OutTable(family);
    this.isComplete = isComplete;
  }

  established(session: OutSession): void {
    this.disconnected();
    if (!session.families.has(this.table.family)) return;
    this.#session = session;
    this.#endOfRib = true;
    this.table.established(session);
  }

  /** The same session, with another meaning for the routes. */
  renew(session: OutSession): void {
    if (this.#session === null) return;
    this.#session = session;
    this.table.renew(session);
  }

  disconnected(): void {
    if (this.#session === null) return;
    this.#session = null;
    this.#endOfRib = false;
    this.#refresh = 'none';
    this.table.disconnected();
  }

  /** Wants these routes and no others. */
  replace(routes: StagedRoutes): Difference {
    const difference = this.table.replace(routes);
    this.isComplete = true;
    return difference;
  }

  /** The peer asks for everything again; a request in the midst of an answer begins it anew. */
  refresh(): void {
    if (this.#session !== null) this.#refresh = 'asked';
  }

  /** Whether there is a message to write. */
  get isDue(): boolean {
    if (this.#session === null) return false;
    const isEnd =
      this.table.owed === 0 && ((this.#endOfRib && this.isComplete) || this.#refresh === 'running');
    return this.table.pending > 0 || isEnd || (this.#refresh === 'asked' && !this.#endOfRib);
  }

  /** Writes the next message that is due; `false` when there is none. */
  write(buffer: MessageBuffer): boolean {
    if (this.#session === null) return false;
    if (this.#endOfRib && this.isComplete && this.table.owed === 0) {
      this.#endOfRib = false;
      buffer.bytes(encode(endOfRib(this.table.family), this.#session.context));
      return true;
    }
    if (this.#refresh === 'asked' && !this.#endOfRib) {
      this.#refresh = 'running';
      this.table.resend();
      this.table.owe();
      if (this.#writeMark(buffer, 'beginningOfRouteRefresh', this.#session)) return true;
    }
    if (this.#refresh === 'running' && this.table.owed === 0) {
      this.#refresh = 'none';
      if (this.#writeMark(buffer, 'endOfRouteRefresh', this.#session)) return true;
    }
    return this.table.write(buffer);
  }

  #writeMark(buffer: MessageBuffer, subtype: RouteRefreshSubtype, session: OutSession): boolean {
    if (!session.enhancedRouteRefresh) return false;
    const { family } = this.table;
    buffer.bytes(encode({ kind: 'routeRefresh', family, subtype, filters: NO_OCTETS }, session.context));
    return true;
  }
}

import { Tally } from './tally.ts';

/** For how long routers had sessions with nodes. */
export class SessionTallies {
  readonly #tallies = new Map<
    string,
    { readonly node: string; readonly peer: string; readonly tally: Tally<'up' | 'down'> }
  >();

  enter(node: string, peer: string, state: 'up' | 'down', now: number): void {
    const key = `${node} ${peer}`;
    const known = this.#tallies.get(key);
    if (known === undefined && state === 'down') return;
    const entry = known ?? { node, peer, tally: new Tally<'up' | 'down'>() };
    this.#tallies.set(key, entry);
    entry.tally.enter(state, now);
  }

  close(now: number): void {
    for (const { tally } of this.#tallies.values()) tally.close(now);
  }

  all(): readonly { readonly node: string; readonly peer: string; readonly tally: Tally<'up' | 'down'> }[] {
    return [...this.#tallies.values()];
  }
}

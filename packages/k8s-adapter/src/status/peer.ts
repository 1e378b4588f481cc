import type { Fields } from './pool.ts';

/** A session as the speaker of a node reports it. */
export interface ReportedSession {
  /** The peer, or `group/peer` for one of a group. */
  readonly name: string;
  readonly state: string;
}

/** What the status of each BgpPeer says, by its name: of all nodes together. */
export function peerStatuses(reports: Iterable<readonly ReportedSession[]>): ReadonlyMap<string, Fields> {
  const counts = new Map<string, { sessions: number; established: number }>();
  for (const sessions of reports) {
    for (const { name, state } of sessions) {
      const [object = name] = name.split('/', 1);
      const count = counts.get(object) ?? { ...NO_SESSIONS };
      count.sessions++;
      if (state === 'Established') count.established++;
      counts.set(object, count);
    }
  }
  return counts;
}

export const NO_SESSIONS: { readonly sessions: number; readonly established: number } = {
  sessions: 0,
  established: 0,
};

import type { Fields } from './pool.ts';

/** A session of a node, as it is now. */
export interface SpokenSession {
  readonly name: string;
  /** As the session machine calls it: `openSent`. */
  readonly state: string;
  /** When it was established, RFC 3339; `null` where it is not. */
  readonly since: string | null;
  /** How many routes the neighbour should have. */
  readonly routes: number;
  /** Why it last ended, or why there is none; `null` where nothing ever went wrong. */
  readonly lastError: string | null;
}

/** What one node does. */
export interface NodeFindings {
  readonly sessions: readonly SpokenSession[];
  /** The addresses that it answers for on layer 2. */
  readonly owns: readonly string[];
}

/** What the status of a Speaker says; `before` is what it says now. */
export function speakerStatus({ sessions, owns }: NodeFindings, before: Fields): Fields {
  const known = new Map(peersIn(before).map((peer) => [peer['name'], peer]));
  return {
    sessions: sessions.length,
    established: sessions.filter(({ state }) => state === 'established').length,
    owns: [...owns].sort().slice(0, MOST_ADDRESSES),
    peers: [...sessions]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .slice(0, MOST_PEERS)
      .map((session) => peerStatus(session, known.get(session.name) ?? null)),
  };
}

/** A neighbour that is away is called again and again: how far each attempt came is no news. */
function peerStatus({ name, state, since, routes, lastError }: SpokenSession, before: Fields | null): Fields {
  const now = state.charAt(0).toUpperCase() + state.slice(1);
  const isTrying = state !== 'established' && (before?.['state'] ?? ESTABLISHED) !== ESTABLISHED;
  return {
    name,
    state: isTrying ? before?.['state'] : now,
    ...(since !== null && { since }),
    routes,
    ...(lastError !== null && { lastError: lastError.slice(0, LONGEST_ERROR) }),
  };
}

function peersIn({ peers }: Fields): readonly Fields[] {
  return Array.isArray(peers) ? (peers as Fields[]) : [];
}

const ESTABLISHED = 'Established';
/** As the definition of the kind allows. */
const MOST_ADDRESSES = 16_384;
const MOST_PEERS = 512;
const LONGEST_ERROR = 512;

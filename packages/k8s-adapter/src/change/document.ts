import type { PlanSelection } from '../plan/document.ts';
import { verdictDocument } from '../plan/verdictDocument.ts';
import type { VerdictDocument } from '../plan/verdictDocument.ts';
import type { Assumption } from '../plan/assume.ts';
import type { PeerChange, SessionChange } from './bgpChange.ts';
import type { Change, ServiceChange } from './change.ts';
import { updateDocument } from './updateDocument.ts';
import type { UpdateDocument } from './updateDocument.ts';

/** What `fairlead plan --against --json` writes, but for the problems of the input. Only what changes is in it. */
export interface ChangeDocument {
  readonly apiVersion: 'fairlead.dev/v1';
  readonly kind: 'Change';
  readonly assumptions: readonly Assumption[];
  readonly counts: ChangeCounts;
  readonly services: readonly ServiceChangeDocument[];
  readonly layer2: readonly OwnerChangeDocument[];
  readonly peers: readonly PeerChangeDocument[];
}

export interface ChangeCounts {
  readonly services: number;
  /** Addresses that another node answers for. */
  readonly moves: number;
  /** Sessions that end and begin again. */
  readonly resets: number;
  /** UPDATE messages. */
  readonly updates: number;
  readonly announced: number;
  readonly withdrawn: number;
}

export interface ServiceChangeDocument {
  readonly namespace: string;
  readonly name: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** `null` where the Service is gone. */
  readonly decision: VerdictDocument | null;
}

export interface OwnerChangeDocument {
  readonly address: string;
  /** The node that answers for it; `null` is nobody. */
  readonly from: string | null;
  readonly to: string | null;
  /** `null` is every interface. */
  readonly interfaces: readonly string[] | null;
  /** Frames that the new owner sends unasked on each interface: gratuitous ARP, or neighbour advertisements (NDP). */
  readonly announcements: number;
}

export interface PeerChangeDocument {
  readonly node: string;
  readonly peer: string;
  readonly session: SessionChange['kind'];
  /** The fields for which the session ends and begins again, or why there is none. */
  readonly because: readonly string[];
  /** How many routes the peer had and has. */
  readonly routes: { readonly from: number; readonly to: number };
  readonly updates: readonly UpdateDocument[];
  /** Families of which routes are not sent, and the reason of bgp-core. */
  readonly withheld: readonly { readonly family: string; readonly reason: string }[];
}

export function changeDocument(change: Change, { node, peer }: PlanSelection): ChangeDocument {
  const peers = change.peers
    .filter((each) => (node === null || each.node === node) && (peer === null || each.peer === peer))
    .map(peerDocument);
  const owners = change.owners.filter(({ from, to }) => node === null || from === node || to === node);
  const updates = peers.flatMap((each) => each.updates);
  return {
    apiVersion: 'fairlead.dev/v1',
    kind: 'Change',
    assumptions: change.after.assumptions,
    counts: {
      services: change.services.length,
      moves: owners.length,
      resets: peers.filter(({ session }) => session === 'reset').length,
      updates: updates.length,
      announced: updates.reduce((sum, { announced }) => sum + announced.length, 0),
      withdrawn: updates.reduce((sum, { withdrawn }) => sum + withdrawn.length, 0),
    },
    services: change.services.map(serviceDocument),
    layer2: owners,
    peers,
  };
}

function serviceDocument({ service, from, to, decision }: ServiceChange): ServiceChangeDocument {
  const [namespace = '', name = ''] = service.split('/');
  return { namespace, name, from, to, decision: decision === null ? null : verdictDocument(decision) };
}

function peerDocument({
  node,
  peer,
  session,
  updates,
  withheld,
  before,
  after,
}: PeerChange): PeerChangeDocument {
  return {
    node,
    peer,
    session: session.kind,
    because: becauseOf(session),
    routes: { from: before, to: after },
    withheld,
    updates: updates
      .map(updateDocument)
      .filter(({ announced, withdrawn }) => announced.length + withdrawn.length > 0),
  };
}

function becauseOf(session: SessionChange): readonly string[] {
  switch (session.kind) {
    case 'reset':
      return session.because;
    case 'refused':
      return [session.because];
    case 'kept':
    case 'started':
    case 'ended':
      return [];
  }
}

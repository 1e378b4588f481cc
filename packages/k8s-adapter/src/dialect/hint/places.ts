import { formatRef } from '../../model/object.ts';
import type { Peer } from '../../model/peer.ts';
import { selectsAnyOrAll } from '../../model/selector.ts';
import type { Draft } from '../drafts.ts';
import type { Sound } from './sound.ts';

/** Peers at one place for one node: of two sessions between the same two, routers keep one. */
export function hintAtPlaces({ cluster, peers }: Sound): void {
  const byPlace = new Map<string, Draft<Peer>[]>();
  for (const draft of peers) {
    const place = placeOf(draft.value);
    const others = byPlace.get(place) ?? [];
    const older = others.find(({ value }) => shareNode(value, draft.value, cluster.nodes));
    byPlace.set(place, [...others, draft]);
    if (older === undefined) continue;
    const message = `is a second peer at the place of ${formatRef(older.value.ref)} for the same nodes; routers keep one session of two`;
    draft.report.warning('conflict', draft.path, null, message);
  }
}

function placeOf({ at, vrf, sourceAddress }: Peer): string {
  const place = at.kind === 'address' ? at.address : at.interface;
  return [at.kind, place, at.port, vrf ?? '', sourceAddress ?? ''].join(' ');
}

function shareNode(a: Peer, b: Peer, nodes: Sound['cluster']['nodes']): boolean {
  if (nodes.length === 0) return a.nodeSelectors.length === 0 && b.nodeSelectors.length === 0;
  return nodes.some(
    ({ labels }) => selectsAnyOrAll(a.nodeSelectors, labels) && selectsAnyOrAll(b.nodeSelectors, labels),
  );
}

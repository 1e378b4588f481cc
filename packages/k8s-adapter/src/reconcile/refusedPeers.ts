import { publicReason } from '../decide/reason.ts';
import { subjectFrom } from '../k8s/event.ts';
import type { EventRecorder } from '../k8s/event.ts';
import { refKey } from '../model/object.ts';
import type { Peer } from '../model/peer.ts';
import type { ClusterState } from '../source/clusterState.ts';

/** Says in an Event on the peer why a node can have no session with it. */
export function refusedPeers(
  state: ClusterState,
  events: Pick<EventRecorder, 'record' | 'forget'>,
  nodeName: string,
): (peer: Peer, why: string | null) => void {
  return ({ name, ref }, why) => {
    const regarding = subjectFrom(state.configObject(ref.kind, refKey(ref)));
    if (regarding === null) return;
    if (why === null) {
      events.forget(regarding);
      return;
    }
    const message = `node ${nodeName} has no session with peer ${name}: ${why}`;
    events.record({ type: 'Warning', reason: publicReason('peerRefused'), message, regarding });
  };
}

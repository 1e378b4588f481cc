import { verdict } from '../decide/reason.ts';
import { isSelected } from '../model/selection.ts';
import { selectsAnyOrAll } from '../model/selector.ts';
import { counted, section } from './explanation.ts';
import type { Explanation } from './explanation.ts';
import type { Plan } from './plan.ts';

export function explainPeer(plan: Plan, name: string): Explanation | null {
  const { nodes, config } = plan.cluster;
  const peer = config.peers.find((each) => each.name === name);
  if (peer === undefined) return null;
  const advertisements = config.bgpAdvertisements.filter(({ peers }) => isSelected(peers, peer));
  const told = nodes
    .filter(({ labels }) => selectsAnyOrAll(peer.nodeSelectors, labels))
    .map((node) => {
      const routes = plan.routes(node).peers.find((each) => each.peer === peer)?.routes ?? [];
      return verdict('peerTold', { peer: name, node: node.name, count: routes.length });
    });
  return {
    subject: `Peer ${name}`,
    summary: `has sessions with ${counted(told.length, 'node')} and is addressed by ${counted(advertisements.length, 'advertisement')}`,
    isGood: told.length > 0 && advertisements.length > 0,
    sections: [
      ...section('Nodes', told.length === 0 ? [verdict('peerSelectsNoNode', { peer: name })] : told),
      ...section(
        'Advertisements',
        advertisements.length === 0 ? [verdict('peerNotAddressed', { peer: name })] : [],
      ),
    ],
  };
}

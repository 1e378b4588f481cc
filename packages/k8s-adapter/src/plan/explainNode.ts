import { verdict } from '../decide/reason.ts';
import { counted, isGood, section } from './explanation.ts';
import type { Explanation } from './explanation.ts';
import type { Plan } from './plan.ts';

export function explainNode(plan: Plan, name: string): Explanation | null {
  const node = plan.cluster.nodes.find((each) => each.name === name);
  if (node === undefined) return null;
  const eligible = plan.eligibility.get(name) ?? verdict('nodeWithoutSpeaker', { node: name });
  const { peers } = plan.routes(node);
  const sessions = peers.map(({ peer, routes }) =>
    verdict('peerTold', { peer: peer.name, node: name, count: routes.length }),
  );
  const owned = [...plan.owners].flatMap(([, { owner, decision }]) => (owner === name ? [decision] : []));
  const none =
    plan.cluster.config.peers.length > 0 && peers.length === 0
      ? [verdict('nodeHasNoPeer', { node: name })]
      : [];
  return {
    subject: `Node ${name}`,
    summary: isGood(eligible)
      ? `speaks to ${counted(peers.length, 'peer')}; layer 2 addresses: ${owned.length}`
      : 'announces nothing',
    isGood: isGood(eligible),
    sections: [
      ...section('Eligibility', [eligible]),
      ...section('BGP', [...none, ...sessions]),
      ...section('Layer 2', owned),
    ],
  };
}

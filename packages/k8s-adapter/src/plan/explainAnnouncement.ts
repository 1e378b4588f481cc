import { isHostPrefix } from '@fairlead/inet';
import type { IpAddress } from '@fairlead/inet';
import { withholding } from '../decide/carriage.ts';
import { CandidateFinder } from '../decide/candidates.ts';
import { viewOf } from '../decide/nodeView.ts';
import type { NodeView } from '../decide/nodeView.ts';
import { poolOf } from '../decide/poolIndex.ts';
import { verdict } from '../decide/reason.ts';
import type { Verdict } from '../decide/reason.ts';
import { routesOf } from '../decide/routesOf.ts';
import type { Contribution } from '../decide/routesOf.ts';
import { isSelected } from '../model/selection.ts';
import type { Service } from '../model/service.ts';
import type { Plan } from './plan.ts';

/** What every node says of a Service by BGP. */
export function bgpVerdicts(
  plan: Plan,
  service: Service,
  addresses: readonly IpAddress[],
): readonly Verdict[] {
  const { cluster, eligibility, endpoints } = plan;
  const isByBgp = addresses.some((address) => isCovered(plan, address, 'bgpAdvertisements'));
  if (!isByBgp) return [];
  return cluster.nodes.flatMap((node) => {
    const view = viewOf(node, cluster.nodes, cluster.config, eligibility);
    const { contributions, refusals } = routesOf(service, addresses, endpoints(service.key), view);
    return [...refusals, ...contributions.flatMap((each) => announced(each, view))];
  });
}

/** What every node says of one address of a Service on layer 2. */
export function layer2Verdicts(plan: Plan, service: Service, address: IpAddress): readonly Verdict[] {
  const finder = new CandidateFinder(plan.l2);
  const bearer = { service, endpoints: plan.endpoints(service.key) };
  const found = finder.candidates(bearer, address);
  if (found === null) return [];
  if (found.refusal !== null) return [found.refusal];
  const elected = plan.owners.get(address);
  const owner = elected?.owner ?? null;
  const others = plan.cluster.nodes.flatMap((node) => {
    if (node.name === owner) return [];
    const objection = finder.objection(bearer, address, node);
    if (objection !== null) return [objection];
    return owner === null ? [] : [verdict('electedOther', { owner, node: node.name, address })];
  });
  return elected === undefined ? others : [elected.decision, ...others];
}

/** The pools of a Service that nothing announces. */
export function unadvertised(plan: Plan, addresses: readonly IpAddress[]): readonly Verdict[] {
  const verdicts: Verdict[] = [];
  for (const address of addresses) {
    const pool = poolOf(plan.l2.index, address);
    const isByAny =
      isCovered(plan, address, 'bgpAdvertisements') || isCovered(plan, address, 'l2Advertisements');
    if (pool === null) verdicts.push(verdict('addressOfNoPool', { address }));
    else if (!isByAny) verdicts.push(verdict('notAdvertised', { pool: pool.name }));
  }
  return verdicts;
}

function isCovered(plan: Plan, address: IpAddress, kind: 'bgpAdvertisements' | 'l2Advertisements'): boolean {
  const pool = poolOf(plan.l2.index, address);
  return pool !== null && plan.cluster.config[kind].some(({ pools }) => isSelected(pools, pool));
}

function announced({ prefix, nextHop, offer }: Contribution, { node, peers }: NodeView): readonly Verdict[] {
  const reason = isHostPrefix(prefix) ? 'announced' : 'aggregated';
  return offer.peers.map((name) => {
    const peer = peers.find((each) => each.name === name);
    const objection = peer === undefined ? null : withholding({ prefix, nextHop }, peer, node);
    return objection ?? verdict(reason, { prefix, peer: name, node: node.name });
  });
}

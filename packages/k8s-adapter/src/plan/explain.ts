import type { IpAddress } from '@fairlead/inet';
import type { Allocation } from '../decide/allocation.ts';
import { poolOf } from '../decide/poolIndex.ts';
import { sentence, verdict } from '../decide/reason.ts';
import type { Verdict } from '../decide/reason.ts';
import type { ObjectKey } from '../model/object.ts';
import { bgpVerdicts, layer2Verdicts, unadvertised } from './explainAnnouncement.ts';
import { explainNode } from './explainNode.ts';
import { explainPeer } from './explainPeer.ts';
import { counted, isGood, section } from './explanation.ts';
import type { Explanation, Section } from './explanation.ts';
import type { Plan } from './plan.ts';

/** What can be explained. */
export type Subject =
  | { readonly kind: 'service'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'address'; readonly address: IpAddress }
  | { readonly kind: 'peer'; readonly name: string }
  | { readonly kind: 'node'; readonly name: string };

/** The chain of verdicts on one thing; `null` where the plan has no such thing. */
export function explain(plan: Plan, subject: Subject): Explanation | null {
  switch (subject.kind) {
    case 'service':
      return explainService(plan, `${subject.namespace}/${subject.name}`);
    case 'address':
      return explainAddress(plan, subject.address);
    case 'peer':
      return explainPeer(plan, subject.name);
    case 'node':
      return explainNode(plan, subject.name);
  }
}

function explainService(plan: Plan, key: ObjectKey): Explanation | null {
  const allocation = plan.allocations.get(key);
  if (allocation === undefined) return null;
  const sections = [
    ...section('Address', allocation.trace),
    ...announcement(plan, key, allocation.addresses),
  ];
  const isReached = sections.some(({ verdicts }) => verdicts.some(({ reason }) => REACHED.has(reason)));
  return {
    subject: `Service ${key}`,
    summary: summaryOf(allocation, sections),
    isGood: allocation.kind === 'assigned' && isReached,
    sections,
  };
}

function explainAddress(plan: Plan, address: IpAddress): Explanation {
  const pool = poolOf(plan.l2.index, address);
  const holders = [...plan.allocations.values()].filter(({ addresses }) => addresses.includes(address));
  const home =
    pool === null
      ? verdict('addressInNoPool', { address })
      : verdict('addressInPool', { address, pool: pool.name });
  const used = holders.map(({ service }) => verdict('addressHeld', { address, holder: service }));
  const sections = [
    ...section('Pool', [home, ...used]),
    ...holders.flatMap(({ service }) => announcement(plan, service, [address])),
  ];
  const names = holders.map(({ service }) => service).join(', ');
  return {
    subject: `Address ${address}`,
    summary: names === '' ? `${sentence(home)}, and nobody uses it` : `belongs to ${names}`,
    isGood: sections.some(({ verdicts }) => verdicts.some(({ reason }) => REACHED.has(reason))),
    sections,
  };
}

function announcement(plan: Plan, key: ObjectKey, addresses: readonly IpAddress[]): readonly Section[] {
  const service = plan.cluster.services.find((each) => each.key === key);
  if (service === undefined || addresses.length === 0) return [];
  return [
    ...section('Advertisement', unadvertised(plan, addresses)),
    ...addresses.flatMap((address) => section(`Layer 2, ${address}`, layer2Verdicts(plan, service, address))),
    ...section('BGP', bgpVerdicts(plan, service, addresses)),
  ];
}

function summaryOf({ kind, addresses, decision }: Allocation, sections: readonly Section[]): string {
  if (kind !== 'assigned') return sentence(decision);
  const verdicts = sections.flatMap((each) => each.verdicts);
  const owners = verdicts.flatMap((each) => (each.reason === 'elected' ? [String(each.details.node)] : []));
  const nodes = new Set(verdicts.flatMap((each) => (isAnnouncement(each) ? [each.details.node] : [])));
  const ways = [
    ...(owners.length === 0 ? [] : [`answered for by ${[...new Set(owners)].join(', ')} on layer 2`]),
    ...(nodes.size === 0 ? [] : [`announced by BGP from ${counted(nodes.size, 'node')}`]),
  ];
  const obstacle = verdicts.find((each) => !isGood(each) && each.reason !== 'moved');
  const because = obstacle === undefined ? '' : `: ${sentence(obstacle)}`;
  const how = ways.length === 0 ? `not announced${because}` : ways.join(' and ');
  return `has ${addresses.join(', ')}, ${how}`;
}

function isAnnouncement(each: Verdict): each is Extract<Verdict, { reason: 'announced' | 'aggregated' }> {
  return each.reason === 'announced' || each.reason === 'aggregated';
}

const REACHED: ReadonlySet<string> = new Set(['announced', 'aggregated', 'elected']);

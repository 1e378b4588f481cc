import type { NodeDocument, PlanDocument, ServiceDocument } from '../plan/document.ts';
import type { RouteDocument, WithheldDocument } from '../plan/routeDocument.ts';
import { columns } from './style.ts';
import type { Style } from './style.ts';

/** A plan for people. */
export function printPlan(document: PlanDocument, style: Style): string {
  const { assumptions, services, nodes } = document;
  const ours = services.filter(({ state }) => state !== 'ignored');
  return [
    ...assumptions.map((assumption) => style.dim(`${ASSUMED[assumption]}\n`)),
    style.title(ours.length === 0 ? 'No Service of type LoadBalancer\n' : 'Services\n'),
    columns(
      ours.map((service) => serviceRow(service, style)),
      '  ',
    ),
    ...nodes.map((node) => printNode(node, style)),
  ].join('');
}

function serviceRow(
  { namespace, name, state, addresses, pools, decision, layer2 }: ServiceDocument,
  style: Style,
): string[] {
  const owners = [...new Set(layer2.map(({ node }) => node ?? 'nobody'))].join(', ');
  return [
    `${namespace}/${name}`,
    state === 'assigned' ? style.good(addresses.join(', ')) : style.bad('pending'),
    pools.length === 0 ? '' : `from ${pools.join(', ')}`,
    owners === '' ? '' : `layer 2 by ${owners}`,
    state === 'assigned' && decision.remedy === '' ? '' : style.warn(decision.message),
  ];
}

function printNode({ name, decision, owns, peers, conflicts }: NodeDocument, style: Style): string {
  const isEligible = decision.reason === 'nodeEligible';
  return [
    `\n${style.title(`Node ${name}`)}${isEligible ? '' : ` ${style.warn(decision.message)}`}\n`,
    owns.length === 0 ? '' : `  layer 2: ${owns.join(', ')}\n`,
    ...peers.map(({ name: peer, address, interface: link, localAsn, remoteAsn, routes, withheld }) => {
      const where = `${address ?? link ?? ''} AS ${remoteAsn}`;
      const kept = new Set(withheld.map(({ prefix }) => prefix));
      const carried = routes.filter(({ prefix }) => !kept.has(prefix));
      const count = `${carried.length} ${carried.length === 1 ? 'route' : 'routes'}`;
      const head = `  to ${style.title(peer)} ${style.dim(`(${where}, ours ${localAsn})`)}: ${count}\n`;
      return (
        head +
        columns(
          carried.map((route) => routeRow(route, style)),
          '    ',
        ) +
        withheldLines(withheld, style)
      );
    }),
    ...conflicts.map(({ prefix, message }) => `  ${style.warn(`${prefix}: ${message}`)}\n`),
  ].join('');
}

/** Each reason once, with what it keeps back. */
function withheldLines(withheld: readonly WithheldDocument[], style: Style): string {
  const reasons = new Set(withheld.map(({ reason }) => reason));
  return [...reasons]
    .map((reason) => {
      const [first, ...others] = withheld.filter((each) => each.reason === reason);
      const more = others.length === 0 ? '' : ` and ${others.length} more`;
      return `    ${style.warn(`withheld: ${first?.message ?? ''}${more}`)}\n`;
    })
    .join('');
}

function routeRow(route: RouteDocument, style: Style): string[] {
  const { prefix, nextHop, asPath, localPref, med, communities, bandwidth } = route;
  return [
    style.good(prefix),
    `via ${nextHop ?? 'self'}`,
    `path ${asPath.length === 0 ? 'empty' : asPath.join(' ')}`,
    localPref === null ? '' : `local-pref ${localPref}`,
    med === null ? '' : `med ${med}`,
    bandwidth === null ? '' : `bandwidth ${bandwidth}`,
    communities.length === 0 ? '' : `communities ${communities.join(' ')}`,
  ];
}

const ASSUMED = {
  nodes: 'No Node in the input: one without labels is assumed.',
  endpoints: 'No EndpointSlice in the input: every Service is assumed to have a ready pod on every node.',
} as const;

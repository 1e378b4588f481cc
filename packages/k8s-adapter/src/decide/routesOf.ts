import { ADDRESS_BITS, familyOf, hostPrefix, prefixOf } from '@fairlead/inet';
import type { IpAddress, Prefix } from '@fairlead/inet';
import type { Endpoints } from '../model/endpoint.ts';
import type { Service } from '../model/service.ts';
import type { NodeView, Offer } from './nodeView.ts';
import { poolOf } from './poolIndex.ts';
import { verdict } from './reason.ts';
import type { Verdict } from './reason.ts';
import { hashText, mix } from './score.ts';
import { coversService } from '../model/selection.ts';

/** A prefix that a Service asks a node to announce, and to whom and how. */
export interface Contribution {
  readonly prefix: Prefix;
  /** `null` is the node itself, by its address of the session. */
  readonly nextHop: IpAddress | null;
  readonly offer: Offer;
  /** In bits per second; `null` says nothing of it. */
  readonly bandwidth: number | null;
}

/** What a Service contributes to the routes of a node, and why it is nothing where it is. */
export interface Contributions {
  readonly contributions: readonly Contribution[];
  readonly refusals: readonly Verdict[];
}

/** Which routes the node announces for the addresses of a Service. */
export function routesOf(
  service: Service,
  addresses: readonly IpAddress[],
  endpoints: Endpoints,
  view: NodeView,
): Contributions {
  if (addresses.length === 0) return { contributions: [], refusals: [verdict('noAddress', {})] };
  const contributions: Contribution[] = [];
  const refusals: Verdict[] = [];
  for (const address of addresses) {
    const pool = poolOf(view.index, address);
    if (pool === null) {
      refusals.push(verdict('addressOfNoPool', { address }));
      continue;
    }
    if (!view.advertisedPools.has(pool.name)) continue;
    const offers = view.offers.get(pool.name) ?? [];
    const fitting = offers.filter(({ advertisement }) => coversService(advertisement, service));
    if (fitting.length === 0) refusals.push(withoutOffer(offers, pool.name, view));
    for (const offer of fitting) {
      const objection = objectionTo(service, endpoints, view, offer);
      const prefixes = prefixesFor(service, address, offer, fitting);
      if (objection === null)
        contribute(contributions, prefixes, nextHopsFor(service, address, endpoints, view, offer), offer);
      else if (!refusals.some(({ reason }) => reason === objection.reason)) refusals.push(objection);
    }
  }
  return { contributions, refusals };
}

function withoutOffer(offers: readonly Offer[], pool: string, { node, ownPools }: NodeView): Verdict {
  if (offers.length > 0) return verdict('serviceNotSelected', { pool });
  const details = { pool, node: node.name };
  return ownPools.has(pool) ? verdict('noPeer', details) : verdict('nodeNotSelected', details);
}

/** Why the node may not announce the Service as the offer says, or `null`. */
function objectionTo(service: Service, endpoints: Endpoints, view: NodeView, offer: Offer): Verdict | null {
  if (endpoints.total === 0) return verdict('noEndpoints', {});
  if (offer.pathLimit !== null) return null;
  if (view.verdict.reason !== 'nodeEligible') return view.verdict;
  const { name } = view.node;
  const isLocal = service.externalTrafficPolicy === 'Local';
  return isLocal && !endpoints.byNode.has(name) ? verdict('noLocalEndpoints', { node: name }) : null;
}

function contribute(
  contributions: Contribution[],
  prefixes: readonly Prefix[],
  nextHops: readonly NextHop[],
  offer: Offer,
): void {
  const share = offer.advertisement.bandwidthPerEndpoint;
  for (const { address: nextHop, endpoints } of nextHops) {
    const bandwidth = share === null ? null : share * endpoints;
    for (const prefix of prefixes) contributions.push({ prefix, nextHop, offer, bandwidth });
  }
}

/**
 * The aggregate that the offer asks for. With externalTrafficPolicy Local the host route too, because not every node that
 * announces the aggregate has an endpoint of the Service; unless another offer announces it to the same peers, with
 * attributes of its own.
 */
function prefixesFor(
  service: Service,
  address: IpAddress,
  { advertisement, peers }: Offer,
  offers: readonly Offer[],
): readonly Prefix[] {
  const family = familyOf(address);
  const length = advertisement.aggregationLength[family];
  const isHost = ({ advertisement: { aggregationLength } }: Offer): boolean =>
    aggregationLength[family] === ADDRESS_BITS[family];
  if (length === ADDRESS_BITS[family]) return [hostPrefix(address)];
  const aggregate = prefixOf(address, length);
  if (service.externalTrafficPolicy === 'Cluster') return [aggregate];
  const hosts = offers.filter(isHost);
  const isTold = peers.every((peer) => hosts.some((other) => other.peers.includes(peer)));
  return isTold ? [aggregate] : [aggregate, hostPrefix(address)];
}

function nextHopsFor(
  service: Service,
  address: IpAddress,
  endpoints: Endpoints,
  view: NodeView,
  offer: Offer,
): readonly NextHop[] {
  const { nextHops: wanted } = offer.advertisement;
  const { pathLimit } = offer;
  const own = view.node.name;
  const endpointsOn = (node: string): number => endpoints.byNode.get(node) ?? 0;
  if (pathLimit === null || wanted.kind === 'self')
    return [{ node: own, address: null, endpoints: endpointsOn(own) }];
  const family = familyOf(address);
  const nextHops: NextHop[] = [];
  for (const { name, labels, internalAddresses } of view.nextHops) {
    if (wanted.sameLabel !== null && labels[wanted.sameLabel] !== view.node.labels[wanted.sameLabel])
      continue;
    if (service.externalTrafficPolicy === 'Local' && !endpoints.byNode.has(name)) continue;
    const nextHop = name === own ? null : internalAddresses.find((each) => familyOf(each) === family);
    if (nextHop !== undefined) nextHops.push({ node: name, address: nextHop, endpoints: endpointsOn(name) });
  }
  return nextHops.length <= pathLimit ? nextHops : someOf(nextHops, pathLimit, address);
}

/** As many as the peer takes: others for each address, and for one address as far as possible the same. */
function someOf(nextHops: readonly NextHop[], limit: number, address: IpAddress): readonly NextHop[] {
  const hash = hashText(address);
  const score = ({ node }: NextHop): number => mix(hash, hashText(node));
  return [...nextHops].sort((a, b) => score(b) - score(a)).slice(0, limit);
}

interface NextHop {
  readonly node: string;
  /** `null` is the announcing node itself. */
  readonly address: IpAddress | null;
  /** How many endpoints of the Service it has. */
  readonly endpoints: number;
}

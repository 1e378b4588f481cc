import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { ipv4FromNumber, ipv4Prefix, parseIpv4, parsePrefix } from '@fairlead/inet';
import type { Asn, Ipv4 } from '@fairlead/inet';
import type { Route, RouteAttributes } from '@fairlead/bgp-core';
import type { AsPathSegment, Origin } from '@fairlead/bgp-core/wire';
import { corpusFile } from '../../testing/src/corpus.ts';
import { randomFrom } from './random.ts';

/** A full table of the Internet. */
export interface InternetTable {
  readonly routes: readonly Route[];
  /** How many different sets of attributes it has. */
  readonly attributeSets: number;
  readonly isRecorded: boolean;
}

export function internetTable(): InternetTable {
  const recorded = corpusFile(RECORDED);
  const lines =
    recorded === null ? null : gunzipSync(readFileSync(recorded)).toString('utf8').trimEnd().split('\n');
  const routes = lines === null ? generated() : recordedRoutes(lines.slice(1));
  return {
    routes,
    attributeSets: new Set(routes.map(({ attributes }) => attributes)).size,
    isRecorded: recorded !== null,
  };
}

/** prefix, path, origin, next hop, MED, communities, atomic aggregate, aggregator; equal attributes are one object. */
function recordedRoutes(lines: readonly string[]): readonly Route[] {
  const sets = new Map<string, RouteAttributes>();
  return lines.map((line) => {
    const end = line.indexOf('\t');
    const prefix = parsePrefix(line.slice(0, end));
    if (!prefix.ok) throw new RangeError(`${line} has no prefix`);
    const key = line.slice(end + 1);
    const attributes = sets.get(key) ?? readAttributes(key.split('\t'));
    sets.set(key, attributes);
    return { prefix: prefix.value, attributes };
  });
}

function readAttributes(fields: readonly string[]): RouteAttributes {
  const [path = '', origin = '', nextHop = '', med = '', communities = '', atomic, aggregator = ''] = fields;
  const [aggregatorAs = '', aggregatorAddress = ''] = aggregator.split(' ');
  return {
    origin: origin.toLowerCase() as Origin,
    asPath: readPath(path),
    nextHop: { address: readAddress(nextHop) },
    ...(med === '0' ? {} : { multiExitDisc: Number(med) }),
    ...(atomic === 'AG' ? { atomicAggregate: true as const } : {}),
    ...(aggregator === ''
      ? {}
      : { aggregator: { asn: Number(aggregatorAs) as Asn, address: readAddress(aggregatorAddress) } }),
    ...(communities === '' ? {} : { communities: communities.split(' ').map(readCommunity) }),
  };
}

/** Numbers with spaces between, and sets in braces with commas. */
function readPath(text: string): readonly AsPathSegment[] {
  return (text.match(/\{[^}]*\}|[^{}]+/g) ?? [])
    .map((part) => ({
      kind: part.startsWith('{') ? ('set' as const) : ('sequence' as const),
      // A recorded path may have numbers that nobody may own.
      asns: (part.match(/\d+/g) ?? []).map((number) => Number(number) as Asn),
    }))
    .filter(({ asns }) => asns.length > 0);
}

function readCommunity(text: string): number {
  const [high = '', low = ''] = text.split(':');
  return Number(high) * 65_536 + Number(low);
}

function readAddress(text: string): Ipv4 {
  const address = parseIpv4(text);
  if (address === null) throw new RangeError(`${text} is no address`);
  return address;
}

/** As many routes and sets as the recorded table has; a third of the sets is of one route, the largest of thousands. */
function generated(): readonly Route[] {
  const random = randomFrom(2010);
  const sets = Array.from({ length: SETS }, () => ({
    origin: random(10) === 0 ? ('incomplete' as const) : ('igp' as const),
    asPath: [
      {
        kind: 'sequence' as const,
        asns: Array.from({ length: 2 + random(4) }, () => (1 + random(22_000)) as Asn),
      },
    ],
    nextHop: { address: ipv4FromNumber(0xcaf90214) },
    multiExitDisc: random(2 ** 31),
  }));
  return Array.from({ length: ROUTES }, (_, index) => {
    const set = index < SETS ? index : Math.floor((random(1e6) / 1e6) ** 3 * SETS);
    return { prefix: ipv4Prefix(0x01000000 + index * 256, 24), attributes: sets[set] ?? {} };
  });
}

const RECORDED = 'rib-2010.tsv.gz';
const ROUTES = 323_485;
const SETS = 63_353;

import { compareAddresses, comparePrefixes } from '@fairlead/inet';
import { compareText } from '../model/object.ts';
import { addressesOf } from './controlPlane.ts';
import type { Script } from './script.ts';
import type { Sighting, Simulation } from './simulation.ts';
import type { Spans } from './tally.ts';

/** What `fairlead simulate --json` writes, but for the problems of the input. Times are in milliseconds. */
export interface SimulationDocument {
  readonly apiVersion: 'fairlead.dev/v1';
  readonly kind: 'SimulationResult';
  readonly seed: number;
  readonly duration: number;
  readonly timeline: readonly Sighting[];
  readonly layer2: readonly OwnershipDocument[];
  readonly routes: readonly PathDocument[];
  readonly sessions: readonly SessionDocument[];
}

/** An address that layer 2 announces, from its first owner on. */
export interface OwnershipDocument {
  readonly address: string;
  /** As `namespace/name`; empty for one that no Service has any more. */
  readonly services: readonly string[];
  /** How long no machine answered for it. */
  readonly noOwner: Spans;
  /** How long two or more did. */
  readonly severalOwners: Spans;
  /** How long a host that knew the address sent to no machine that answers for it. */
  readonly unreached: Spans;
}

/** A prefix that a router should have, from its first path on. */
export interface PathDocument {
  readonly router: string;
  readonly prefix: string;
  readonly noPath: Spans;
  /** How long all paths led to machines that are down. */
  readonly deadPaths: Spans;
  /** How long some did. */
  readonly someDeadPaths: Spans;
}

export interface SessionDocument {
  readonly node: string;
  readonly peer: string;
  readonly up: Spans;
  /** Not counting the time before it was up for the first time. */
  readonly down: Spans;
}

export function simulationDocument(
  simulation: Simulation,
  { seed }: Script,
  duration: number,
): SimulationDocument {
  const { observer, sessions, version, sightings } = simulation;
  const holders = addressesOf(version.plan);
  return {
    apiVersion: 'fairlead.dev/v1',
    kind: 'SimulationResult',
    seed,
    duration,
    timeline: sightings,
    layer2: [...observer.owners]
      .sort(([a], [b]) => compareAddresses(a, b))
      .map(([address, tally]) => ({
        address,
        services: holders.get(address) ?? [],
        noOwner: rounded(tally.spans('none')),
        severalOwners: rounded(tally.spans('several')),
        unreached: rounded(observer.hosts.get(address)?.spans('lost') ?? NEVER),
      })),
    routes: [...observer.paths.values()]
      .sort((a, b) => compareText(a.router, b.router) || comparePrefixes(a.prefix, b.prefix))
      .map(({ router, prefix, tally }) => ({
        router,
        prefix,
        noPath: rounded(tally.spans('none')),
        deadPaths: rounded(tally.spans('dead')),
        someDeadPaths: rounded(tally.spans('partly')),
      })),
    sessions: [...sessions.all()]
      .sort((a, b) => compareText(a.node, b.node) || compareText(a.peer, b.peer))
      .map(({ node, peer, tally }) => ({
        node,
        peer,
        up: rounded(tally.spans('up')),
        down: rounded(tally.spans('down')),
      })),
  };
}

function rounded({ total, count, longest }: Spans): Spans {
  return { total: Math.round(total), count, longest: Math.round(longest) };
}

const NEVER: Spans = { total: 0, count: 0, longest: 0 };

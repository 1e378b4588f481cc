import type { NeighborStatus } from '@fairlead/bgp-core/node';
import { END_REASONS } from '@fairlead/bgp-core';
import type { Registry } from 'prom-client';
import { addCounter, addGauge } from './registry.ts';

/** What one node says on the network. */
export interface SpeakerView {
  readonly node: string;
  readonly sessions: readonly NeighborStatus[];
  /** How many routes each peer should have, by its name. */
  readonly routes: (peer: string) => number;
  readonly announced: () => Iterable<AnnouncedAddress>;
  /** How many of them do not go out, by reason. */
  readonly withheld: (peer: string) => ReadonlyMap<string, number>;
  /** How often sessions ended or failed, by peer and reason. */
  readonly endings: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

export interface AnnouncedAddress {
  readonly service: string;
  readonly protocol: 'bgp' | 'layer2';
  readonly address: string;
}

/** The metrics of MetalLB's speaker with the same names, and more of our own. */
export function addSpeakerMetrics(registry: Registry, views: () => readonly SpeakerView[]): void {
  const perSession = (read: (session: NeighborStatus, view: SpeakerView) => number) => () =>
    views().flatMap((view) =>
      view.sessions.map((session) => [{ peer: peerLabel(session) }, read(session, view)] as const),
    );
  addGauge(registry, {
    name: 'metallb_bgp_session_up',
    help: '1 while the session is established',
    labels: ['peer'],
    read: perSession(({ state }) => Number(state === 'established')),
  });
  addCounter(registry, {
    name: 'metallb_bgp_updates_total',
    help: 'UPDATE messages sent',
    labels: ['peer'],
    read: perSession(({ counters }) => counters.sent.update),
  });
  addGauge(registry, {
    name: 'metallb_bgp_announced_prefixes_total',
    help: 'prefixes that the peer should have',
    labels: ['peer'],
    read: perSession(({ name }, view) => view.routes(name) - sum(view.withheld(name).values())),
  });
  addGauge(registry, {
    name: 'fairlead_bgp_routes_pending',
    help: 'routes that the peer was not told yet, because it reads more slowly than they change',
    labels: ['peer'],
    read: perSession(({ pending }) => pending),
  });
  addGauge(registry, {
    name: 'fairlead_bgp_routes_withheld',
    help: 'routes that do not go out to the peer, by reason',
    labels: ['peer', 'reason'],
    read: () => views().flatMap(withheldSamples),
  });
  addCounter(registry, {
    name: 'fairlead_bgp_sessions_established_total',
    help: 'sessions that were established',
    labels: ['peer'],
    read: perSession(({ counters }) => counters.established),
  });
  addGauge(registry, {
    name: 'metallb_speaker_announced',
    help: '1 for each address of a Service that this node announces',
    labels: ['service', 'protocol', 'node', 'ip'],
    read: () => views().flatMap(announcedSamples),
  });
  addCounter(registry, {
    name: 'fairlead_bgp_session_endings_total',
    help: 'sessions and attempts that ended, by reason',
    labels: ['peer', 'reason'],
    read: () => views().flatMap(endingSamples),
  });
}

function announcedSamples({
  node,
  announced,
}: SpeakerView): readonly (readonly [Record<string, string>, number])[] {
  return [...announced()].map(
    ({ service, protocol, address }) => [{ service, protocol, node, ip: address }, 1] as const,
  );
}

function withheldSamples({
  sessions,
  withheld,
}: SpeakerView): readonly (readonly [Record<string, string>, number])[] {
  return sessions.flatMap((session) =>
    [...withheld(session.name)].map(
      ([reason, count]) => [{ peer: peerLabel(session), reason }, count] as const,
    ),
  );
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, each) => total + each, 0);
}

function endingSamples({ endings }: SpeakerView): readonly (readonly [Record<string, string>, number])[] {
  return [...endings].flatMap(([peer, reasons]) =>
    END_REASONS.flatMap((reason) => {
      const count = reasons.get(reason) ?? 0;
      return count === 0 ? [] : [[{ peer, reason }, count] as const];
    }),
  );
}

/** As MetalLB writes it. */
function peerLabel({ address, port }: NeighborStatus): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}

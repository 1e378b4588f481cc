import type { Ending } from '@fairlead/bgp-core';
import type { NeighborStatus } from '@fairlead/bgp-core/node';
import type { BgpDriver } from '../driver/bgp/driver.ts';
import { now } from '../driver/clock.ts';
import type { ObjectKey } from '../model/object.ts';
import type { NodeSpeaker } from '../reconcile/nodeSpeaker.ts';
import type { NodeDoings } from '../reconcile/speakerStatus.ts';
import type { SpokenSession } from '../status/speaker.ts';

/** What a node does, for those who look at the cluster. */
export function nodeDoings(speaker: NodeSpeaker, bgp: () => BgpDriver | null): NodeDoings {
  const calendar = new Calendar();
  return {
    isSettled: () => speaker.isSettled,
    sessions: () => [
      ...(bgp()?.statuses() ?? []).map((status) =>
        spoken(status, calendar.timeOf(status), speaker.announcer.routeCount(status.name)),
      ),
      ...Array.from(bgp()?.refused ?? [], ([name, why]) => refused(name, why)),
    ],
    owns: () => speaker.owned.keys(),
    onLayer2: () => servicesOnLayer2(speaker),
    byBgp: function* () {
      for (const service of speaker.announcer.announced()) {
        const peers = speaker.announcer.peersOf(service);
        if (peers.length > 0) yield [service, [...peers].sort()];
      }
    },
  };
}

function spoken(
  { name, state, lastEnding }: NeighborStatus,
  since: string | null,
  routes: number,
): SpokenSession {
  return { name, state, since, routes, lastError: lastEnding === null ? null : errorOf(lastEnding) };
}

/** There is no session with a peer whose configuration cannot be used. */
function refused(name: string, why: string): SpokenSession {
  return { name, state: 'idle', since: null, routes: 0, lastError: why };
}

function errorOf({ reason, detail, received }: Ending): string {
  const words = [
    ...(received === null ? [] : [`NOTIFICATION ${received.code}/${received.subcode}`]),
    ...(detail === null ? [] : [detail]),
  ];
  return words.length === 0 ? reason : `${reason}: ${words.join(', ')}`;
}

function servicesOnLayer2({
  owned,
  ownership,
}: NodeSpeaker): ReadonlyMap<ObjectKey, readonly string[] | null> {
  const services = new Map<ObjectKey, readonly string[] | null>();
  for (const [address, { interfaces }] of owned) {
    for (const service of ownership.bearers(address))
      services.set(service, both(services, service, interfaces));
  }
  return services;
}

/** On all the interfaces of all the addresses of a Service. */
function both(
  known: ReadonlyMap<ObjectKey, readonly string[] | null>,
  service: ObjectKey,
  interfaces: readonly string[] | null,
): readonly string[] | null {
  const before = known.get(service);
  if (before === null || interfaces === null) return null;
  return [...new Set([...(before ?? []), ...interfaces])].sort();
}

/** Says when by the calendar something was by the clock of the driver, the same each time. */
class Calendar {
  readonly #times = new Map<string, { readonly since: number; readonly text: string }>();

  timeOf({ name, since }: NeighborStatus): string | null {
    if (since === null) return null;
    const known = this.#times.get(name);
    if (known?.since === since) return known.text;
    const text = `${new Date(Date.now() - (now() - since)).toISOString().slice(0, 19)}Z`;
    this.#times.set(name, { since, text });
    return text;
  }
}

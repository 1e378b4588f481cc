import { expect } from 'chai';
import { asn } from '@fairlead/inet';
import type { SessionAction } from '../../src/session/action.ts';
import type { SessionEvent } from '../../src/session/event.ts';
import type { Peering, PeeringStep } from '../../src/session/peering.ts';
import { accept, hear, newPeering, peeringDeadline, tell } from '../../src/session/peering.ts';
import type { SessionSettings } from '../../src/session/settings.ts';
import { now, open, settings } from '../session/support.ts';

describe('two speakers that call each other at the same time (RFC 4271 §6.8)', () => {
  const cases: readonly (readonly [string, SessionSettings, SessionSettings])[] = [
    [
      'with the higher identifier on one side',
      speaker(65001, '192.0.2.1', 65002),
      speaker(65002, '192.0.2.2', 65001),
    ],
    ['with it on the other', speaker(65001, '192.0.2.9', 65002), speaker(65002, '192.0.2.2', 65001)],
    ['with equal identifiers', speaker(65001, '192.0.2.1', 65002), speaker(65002, '192.0.2.1', 65001)],
  ];
  for (const [title, left, right] of cases) {
    it(`${title}: in every order of events both end on one connection, or both try again`, () => {
      const endings = explore(begin(left, right));
      expect([...endings].filter((one) => !ACCEPTABLE.has(one))).to.deep.equal([]);
      expect([...endings])
        .to.include('left called')
        .and.to.include('right called');
    });
  }
});

const ACCEPTABLE: ReadonlySet<string> = new Set(['left called', 'right called', 'both try again']);

type Side = 'left' | 'right';

/** Two speakers and what is on its way between them. */
interface World {
  readonly left: Peering;
  readonly right: Peering;
  readonly links: readonly Link[];
}

/** A connection: its two ends and what travels towards each, in order. */
interface Link {
  readonly caller: Side;
  readonly ends: Readonly<Record<Side, number | null>>;
  readonly towards: Readonly<Record<Side, readonly Parcel[]>>;
}

type Parcel = SessionEvent | { readonly kind: 'call' };

function begin(left: SessionSettings, right: SessionSettings): World {
  const empty: World = { left: newPeering(left), right: newPeering(right), links: [] };
  const one = carryOut(empty, 'left', tell(empty.left, { kind: 'start' }, now));
  return carryOut(one, 'right', tell(one.right, { kind: 'start' }, now));
}

/** How the conversation can end, over all orders in which what travels may arrive. */
function explore(world: World, seen = new Set<string>(), endings = new Set<string>()): ReadonlySet<string> {
  const key = JSON.stringify([world.left, world.right, world.links], (_, value: unknown) =>
    value instanceof Set ? [...value] : value,
  );
  if (seen.has(key)) return endings;
  seen.add(key);
  const sides: readonly Side[] = ['left', 'right'];
  const deliveries = world.links.flatMap((link, index) =>
    sides.filter((side) => link.towards[side].length > 0).map((side) => deliver(world, index, side)),
  );
  for (const next of deliveries) explore(next, seen, endings);
  if (deliveries.length === 0) endings.add(describeEnding(world));
  return endings;
}

function deliver(world: World, index: number, side: Side): World {
  const link = world.links[index];
  const [parcel, ...rest] = link?.towards[side] ?? [];
  if (link === undefined || parcel === undefined) return world;
  const travelled = withLink(world, index, { ...link, towards: { ...link.towards, [side]: rest } });
  if (parcel.kind === 'call') return answer(travelled, index, side);
  const end = link.ends[side];
  return end === null ? travelled : carryOut(travelled, side, hear(world[side], end, parcel, now));
}

function answer(world: World, index: number, side: Side): World {
  const link = world.links[index];
  if (link === undefined) return world;
  const { accepted, ...step } = accept(world[side], now);
  const parcel: Parcel =
    accepted === null ? { kind: 'connectionFailed', detail: 'refused' } : { kind: 'connectionOpened' };
  const ends = { ...link.ends, [side]: accepted?.id ?? null };
  const answered = withLink(world, index, { ...post(link, link.caller, parcel), ends });
  return carryOut(answered, side, step);
}

function carryOut(world: World, side: Side, { peering, orders }: PeeringStep): World {
  let after: World = { ...world, [side]: peering };
  for (const { action, connection } of orders) {
    if (connection === null) continue;
    after = perform(after, side, action, connection.id);
  }
  return after;
}

function perform(world: World, side: Side, action: SessionAction, connection: number): World {
  const other: Side = side === 'left' ? 'right' : 'left';
  if (action.kind === 'connect') {
    const ends = { left: null, right: null, [side]: connection };
    const towards = { left: [], right: [], [other]: [{ kind: 'call' } as const] };
    return { ...world, links: [...world.links, { caller: side, ends, towards }] };
  }
  const index = world.links.findIndex(({ ends }) => ends[side] === connection);
  const link = world.links[index];
  if (link === undefined) return world;
  if (action.kind === 'send') return withLink(world, index, post(link, other, received(action.message)));
  if (action.kind !== 'closeConnection' && action.kind !== 'resetConnection') return world;
  const closed = post(link, other, { kind: 'connectionFailed', detail: 'closed' });
  return withLink(world, index, { ...closed, ends: { ...closed.ends, [side]: null } });
}

function received(message: Extract<SessionAction, { readonly kind: 'send' }>['message']): Parcel {
  switch (message.kind) {
    case 'open':
      return { kind: 'openReceived', open: message };
    case 'keepalive':
      return { kind: 'keepaliveReceived' };
    case 'notification':
      return { kind: 'notificationReceived', notification: message, detail: null };
  }
}

function post(link: Link, side: Side, parcel: Parcel): Link {
  return { ...link, towards: { ...link.towards, [side]: [...link.towards[side], parcel] } };
}

function withLink(world: World, index: number, link: Link): World {
  return { ...world, links: world.links.with(index, link) };
}

function describeEnding({ left, right, links }: World): string {
  const states = [left, right].map(({ session }) => session.state.kind);
  const over = (peering: Peering, side: Side): number =>
    links.findIndex(({ ends }) => ends[side] !== null && ends[side] === peering.session.connection?.id);
  if (states.every((kind) => kind === 'established') && over(left, 'left') === over(right, 'right')) {
    const caller = links[over(left, 'left')]?.caller;
    return left.rival === null && right.rival === null ? `${caller ?? 'nobody'} called` : 'a rival is left';
  }
  const waiting = [left, right].every((one) => one.rival === null && peeringDeadline(one) !== null);
  const apart = states.every((kind) => kind === 'idle' || kind === 'active');
  return waiting && apart ? 'both try again' : states.join(' and ');
}

function speaker(as: number, id: string, remoteAs: number): SessionSettings {
  return { ...settings, open: open(as, id), remoteAs: asn(remoteAs) };
}

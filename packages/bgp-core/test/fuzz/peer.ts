import { join } from 'node:path';
import type { FuzzTarget, Random } from '@fairlead/testing';
import { configOf, messageOf, routeOf, Script } from './script.ts';
import { World } from './world.ts';

/**
 * A peer in any state, to which anything happens in any order: octets good, bad and cut, connections that come and go, time,
 * routes and configurations. Nothing throws, nothing loops, at most two connections are open, what we say can be read, and
 * what is held stays small. The first octet of an input is the configuration; the others are what happens.
 */
export const peer: FuzzTarget = {
  name: 'peer',
  crashes: join(import.meta.dirname, '../malformed/peer'),
  seeds: () =>
    FLAGS.flatMap((flags) =>
      SCRIPTS.map((script) => Uint8Array.of(flags, START, 0, ...ESTABLISH, ...script)),
    ),
  generate: (random) => {
    const opening = random.below(4) === 0 ? [] : [START, 0, ...ESTABLISH];
    return Uint8Array.of(random.below(256), ...opening, ...happenings(random));
  },
  repair: (input) => input.subarray(0, MOST),
  run: (input) => {
    const [flags = 0] = input;
    const world = new World(flags);
    const script = new Script(input.subarray(1, MOST));
    while (!script.isOver) {
      happen(world, script, flags);
      world.settle();
    }
    world.pass(3_600_000);
  },
};

function happen(world: World, script: Script, flags: number): void {
  const { peer, now } = world;
  const kind = script.next() % KINDS;
  const argument = script.next();
  const connection = world.pick(argument >> 6);
  switch (kind) {
    case START:
      if (argument < 200) peer.start(now);
      else peer.stop(now, argument < 230 ? { restartAfter: argument & 7 } : { reason: 'gracefulRestart' });
      return;
    case CALL:
      world.call();
      return;
    case ANSWER:
      world.answer(argument < 200);
      return;
    case BREAK:
      if (connection !== null && argument > 128) world.break(connection);
      return;
    case HEAR:
      if (connection !== null) peer.received(connection, messageOf(argument & 63, flags), now);
      return;
    case HEAR_SPOILED:
      if (connection !== null) peer.received(connection, spoiled(argument, script, flags), now);
      return;
    case HEAR_OCTETS: {
      const octets = script.take(argument & 63);
      if (connection !== null) peer.received(connection, octets, now);
      return;
    }
    case WRITE:
      if (connection !== null) world.write(connection, 1 << (argument & 15));
      return;
    case PASS:
      world.pass(2 ** (argument % 21));
      return;
    case ADVERTISE:
      peer.advertise(Array.from(script.take(argument & 7), routeOf));
      return;
    case CHANGE:
      if (argument < 128) peer.announce(routeOf(script.next()));
      else peer.withdraw(routeOf(argument).prefix, (argument >> 4) & 3);
      return;
    case CONFIGURE:
      if (argument < 32) peer.requestRoutes();
      else peer.configure(configOf(argument), now, argument > 240 ? ['port'] : []);
  }
}

/** A good message with one octet changed, or without its end. */
function spoiled(argument: number, script: Script, flags: number): Uint8Array {
  const message = messageOf(argument & 63, flags);
  const at = script.next() % message.length;
  const octet = script.next();
  if (octet === 0) return message.subarray(0, at);
  message[at] = (message[at] ?? 0) ^ octet;
  return message;
}

function happenings(random: Random): readonly number[] {
  return Array.from({ length: 4 + random.below(40) }, () => [
    random.below(KINDS),
    random.below(256),
    random.below(256),
  ]).flat();
}

const START = 0;
const CALL = 1;
const ANSWER = 2;
const BREAK = 3;
const HEAR = 4;
const HEAR_SPOILED = 5;
const HEAR_OCTETS = 6;
const WRITE = 7;
const PASS = 8;
const ADVERTISE = 9;
const CHANGE = 10;
const CONFIGURE = 11;
const KINDS = 12;
const MOST = 512;

/** The neighbour calls, both say OPEN and KEEPALIVE. */
const ESTABLISH: readonly number[] = [CALL, 0, WRITE, 15, HEAR, 0, WRITE, 15, HEAR, 1, WRITE, 15];
const FLAGS: readonly number[] = [
  2,
  3,
  2 + 8,
  2 + 8 + 16,
  2 + 8 + 32,
  2 + 8 + 64,
  2 + 8 + 128,
  4 + 8,
  8 + 16 + 32,
];
const SCRIPTS: readonly (readonly number[])[] = [
  [ADVERTISE, 3, 1, 2, 3, WRITE, 15, HEAR, 6, WRITE, 15, CHANGE, 1, 5, WRITE, 15],
  [HEAR, 2, HEAR, 3, HEAR, 4, HEAR, 5, HEAR, 7, HEAR, 2, HEAR, 8, PASS, 10],
  [HEAR, 2, BREAK, 255, PASS, 16, CALL, 0, WRITE, 15, HEAR, 0, WRITE, 15, HEAR, 1, HEAR, 4, PASS, 20],
  [CALL, 0, WRITE, 79, HEAR, 64, HEAR, 65, WRITE, 15, PASS, 20],
  [CONFIGURE, 34, CONFIGURE, 10, CONFIGURE, 250, PASS, 14],
  [HEAR_SPOILED, 2, 30, 1, HEAR_SPOILED, 3, 22, 255, HEAR_OCTETS, 3, 255, 255, 255],
];

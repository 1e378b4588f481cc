import type { Random } from '@fairlead/testing';

/** An input that differs in a few places; `other` lends parts of itself. */
export function mutate(input: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let mutated = input.slice();
  for (let count = 1 + random.below(4); count > 0; count--) {
    const mutation = MUTATIONS[random.below(MUTATIONS.length)];
    if (mutation !== undefined) mutated = Uint8Array.from(mutation(mutated, other, random));
  }
  return mutated.subarray(0, MOST);
}

type Mutation = (input: Uint8Array, other: Uint8Array, random: Random) => Uint8Array;

const MUTATIONS: readonly Mutation[] = [
  flipBit,
  setOctet,
  setOctet,
  setWord,
  insert,
  remove,
  repeat,
  splice,
  truncate,
];

function flipBit(input: Uint8Array, _other: Uint8Array, random: Random): Uint8Array {
  const at = random.below(input.length + 1);
  if (at < input.length) input[at] = (input[at] ?? 0) ^ (1 << random.below(8));
  return input;
}

function setOctet(input: Uint8Array, _other: Uint8Array, random: Random): Uint8Array {
  const at = random.below(input.length + 1);
  if (at < input.length) input[at] = random.below(3) === 0 ? random.below(256) : interesting(random);
  return input;
}

function setWord(input: Uint8Array, _other: Uint8Array, random: Random): Uint8Array {
  const at = random.below(input.length + 1);
  for (let i = 0; i < 2 && at + i < input.length; i++) input[at + i] = interesting(random);
  return input;
}

function insert(input: Uint8Array, _other: Uint8Array, random: Random): Uint8Array {
  const octets = Array.from({ length: 1 + random.below(8) }, () => random.below(256));
  const at = random.below(input.length + 1);
  return Uint8Array.of(...input.subarray(0, at), ...octets, ...input.subarray(at));
}

function remove(input: Uint8Array, _other: Uint8Array, random: Random): Uint8Array {
  const [from, to] = part(input, random);
  return Uint8Array.of(...input.subarray(0, from), ...input.subarray(to));
}

function repeat(input: Uint8Array, _other: Uint8Array, random: Random): Uint8Array {
  const [from, to] = part(input, random);
  return Uint8Array.of(...input.subarray(0, to), ...input.subarray(from));
}

function splice(input: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  const [from, to] = part(other, random);
  const at = random.below(input.length + 1);
  return Uint8Array.of(...input.subarray(0, at), ...other.subarray(from, to), ...input.subarray(at));
}

function truncate(input: Uint8Array, _other: Uint8Array, random: Random): Uint8Array {
  return random.below(4) === 0 ? input.subarray(0, random.below(input.length + 1)) : input;
}

function part(octets: Uint8Array, random: Random): readonly [number, number] {
  const from = random.below(octets.length + 1);
  return [from, Math.min(octets.length, from + 1 + random.below(32))];
}

function interesting(random: Random): number {
  return INTERESTING[random.below(INTERESTING.length)] ?? 0;
}

const INTERESTING: readonly number[] = [
  0, 1, 2, 3, 4, 7, 8, 15, 16, 19, 23, 32, 33, 64, 127, 128, 129, 192, 224, 240, 254, 255,
];
const MOST = 8192;

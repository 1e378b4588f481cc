import type { Random } from '@fairlead/testing';

/** A message of any type whose parts are mostly what they should be. */
export function generateMessage(random: Random): Uint8Array {
  const type = pick([1, 2, 2, 2, 2, 2, 3, 4, 5], random);
  return message(type, bodyOf(type, random));
}

/** Puts markers and lengths right, and the lengths inside an UPDATE as far as its attributes can be followed. */
export function repairMessages(stream: Uint8Array): Uint8Array {
  const repaired = stream.slice(0, MOST);
  if (repaired.length < HEADER) return repaired;
  repaired.fill(0xff, 0, 16);
  repaired[16] = repaired.length >> 8;
  repaired[17] = repaired.length;
  if (repaired[18] === UPDATE) repairUpdate(repaired);
  return repaired;
}

function bodyOf(type: number, random: Random): readonly number[] {
  if (type === 1) return openBody(random);
  if (type === UPDATE) return updateBody(random);
  if (type === 3)
    return [pick([1, 2, 3, 4, 5, 6, 7], random), random.below(12), ...octets(random.below(40), random)];
  if (type === 5)
    return [
      0,
      pick([1, 2, 25], random),
      random.below(4),
      pick([1, 2, 128], random),
      ...octets(random.below(6), random),
    ];
  return [];
}

function openBody(random: Random): readonly number[] {
  const capabilities = list(6, random, () => {
    const value = octets(pick([0, 1, 2, 4, 4, 6, 7, 8, 11], random), random);
    return [pick([1, 2, 5, 6, 9, 64, 65, 69, 70, 71, 73, 75, 200], random), value.length, ...value];
  });
  const parameter = [2, capabilities.length, ...capabilities];
  return [
    4,
    ...octets(2, random),
    0,
    pick([0, 3, 90, 180], random),
    ...octets(4, random),
    parameter.length,
    ...parameter,
  ];
}

function updateBody(random: Random): readonly number[] {
  const withdrawn = random.below(3) === 0 ? prefixes(32, random) : [];
  const known = [
    attribute(0x40, 1, [random.below(3)]),
    attribute(0x40, 2, path(random)),
    attribute(0x40, 3, [192, 0, 2, 1]),
  ];
  const attributes = [...known.flat(), ...list(4, random, () => anyAttribute(random))];
  const nlri = random.below(3) > 0 ? prefixes(32, random) : [];
  return [...length16(withdrawn), ...withdrawn, ...length16(attributes), ...attributes, ...nlri];
}

function anyAttribute(random: Random): readonly number[] {
  const [code, flags, size] = pick(ATTRIBUTES, random);
  if (code === 14)
    return attribute(flags, code, [0, 2, 1, 16, ...octets(16, random), 0, ...prefixes(128, random)]);
  if (code === 15) return attribute(flags, code, [0, pick([1, 2], random), 1, ...prefixes(32, random)]);
  if (code === 17) return attribute(flags, code, path(random));
  if (code === 26) return attribute(flags, code, [1, 0, 11, ...octets(8, random)]);
  const odd = random.below(6) === 0 ? 1 + random.below(3) : 0;
  return attribute(flags, code, octets(size * (1 + random.below(3)) + odd, random));
}

function attribute(flags: number, code: number, value: readonly number[]): readonly number[] {
  if (value.length > 255) return [flags | 0x10, code, ...length16(value), ...value];
  return [flags, code, value.length, ...value];
}

function path(random: Random): readonly number[] {
  return list(3, random, () => {
    const count = 1 + random.below(4);
    return [1 + random.below(4), count, ...octets(count * 4, random)];
  });
}

function prefixes(bits: number, random: Random): readonly number[] {
  return list(5, random, () => {
    const length = random.below(bits + 1);
    return [length, ...octets((length + 7) >> 3, random)];
  });
}

function repairUpdate(update: Uint8Array): void {
  if (update.length < HEADER + 4) return;
  let withdrawn = ((update[19] ?? 0) << 8) | (update[20] ?? 0);
  if (withdrawn > update.length - HEADER - 4) withdrawn = 0;
  update[19] = withdrawn >> 8;
  update[20] = withdrawn;
  const start = 21 + withdrawn + 2;
  let at = start;
  while (at + 3 <= update.length) {
    const isExtended = ((update[at] ?? 0) & 0x10) !== 0;
    const length = isExtended ? ((update[at + 2] ?? 0) << 8) | (update[at + 3] ?? 0) : (update[at + 2] ?? 0);
    const next = at + (isExtended ? 4 : 3) + length;
    if (next > update.length || !CODES.has(update[at + 1] ?? 0)) break;
    at = next;
  }
  update[start - 2] = (at - start) >> 8;
  update[start - 1] = at - start;
}

function message(type: number, body: readonly number[]): Uint8Array {
  const length = HEADER + body.length;
  return Uint8Array.of(...new Array<number>(16).fill(0xff), length >> 8, length & 0xff, type, ...body);
}

function list(most: number, random: Random, one: () => readonly number[]): readonly number[] {
  return Array.from({ length: random.below(most + 1) }, one).flat();
}

function octets(count: number, random: Random): readonly number[] {
  return Array.from({ length: count }, () => random.below(256));
}

function length16(part: readonly number[]): readonly number[] {
  return [part.length >> 8, part.length & 0xff];
}

function pick<T>(choices: readonly [T, ...T[]], random: Random): T {
  return choices[random.below(choices.length)] ?? choices[0];
}

/** Codes, flags and sizes of an element. */
const ATTRIBUTES: readonly [readonly [number, number, number], ...(readonly [number, number, number])[]] = [
  [4, 0x80, 4],
  [5, 0x40, 4],
  [6, 0x40, 0],
  [7, 0xc0, 8],
  [8, 0xc0, 4],
  [9, 0x80, 4],
  [10, 0x80, 4],
  [14, 0x80, 0],
  [15, 0x80, 0],
  [16, 0xc0, 8],
  [17, 0xc0, 0],
  [18, 0xc0, 8],
  [25, 0xc0, 20],
  [26, 0x80, 0],
  [29, 0x80, 3],
  [32, 0xc0, 12],
  [35, 0xc0, 4],
  [99, 0xc0, 5],
  [200, 0x80, 1],
];

const CODES: ReadonlySet<number> = new Set([1, 2, 3, ...ATTRIBUTES.map(([code]) => code)]);
const HEADER = 19;
const UPDATE = 2;
const MOST = 4096;

import { parsePrefix } from '@fairlead/inet';
import type { Prefix } from '@fairlead/inet';
import { expect } from 'chai';
import fc from 'fast-check';
import { PathTable } from '../../src/route/pathTable.ts';
import { PrefixKey } from '../../src/route/prefixKey.ts';

describe('the table of paths', () => {
  it('finds what was added and not removed, whatever the order', () => {
    const path = fc.record({
      prefix: fc.nat(40),
      pathId: fc.nat(3),
      remove: fc.boolean(),
      wide: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(path, { maxLength: 300 }), fc.integer(), (steps, seed) => {
        for (const words of [1, 4] as const) {
          const table = new PathTable(words, seed);
          const model = new Map<string, { readonly prefix: Prefix; readonly pathId: number }>();
          for (const { prefix: number, pathId, remove } of steps)
            step(table, model, prefixOf(words, number), pathId, remove);
          expect(contents(table)).to.deep.equal([...model.keys()].sort());
          expect(table.size).to.equal(model.size);
          for (const { prefix, pathId } of model.values()) {
            const slot = table.find(new PrefixKey().read(prefix), pathId);
            expect([table.prefix(slot), table.pathId(slot)]).to.deep.equal([prefix, pathId]);
          }
        }
      }),
    );
  });

  it('gives the paths to one prefix by ascending identifier', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(0xffffffff), { maxLength: 30 }), (pathIds) => {
        const table = new PathTable(1);
        const key = new PrefixKey().read(prefixOf(1, 7));
        for (const pathId of pathIds) table.add(key, pathId);
        const found: number[] = [];
        for (let slot = table.first(key); slot >= 0; slot = table.next(slot)) found.push(table.pathId(slot));
        expect(found).to.deep.equal(pathIds.toSorted((a, b) => a - b));
      }),
    );
  });

  it('keeps a slot for as long as its path is there', () => {
    const table = new PathTable(1);
    const key = new PrefixKey();
    const slot = table.add(key.read(prefixOf(1, 0)), 0);
    for (let i = 1; i < 1000; i++) table.add(key.read(prefixOf(1, i)), 0);
    for (let i = 1; i < 1000; i++) table.remove(table.find(key.read(prefixOf(1, i)), 0));
    expect([table.find(key.read(prefixOf(1, 0)), 0), table.size]).to.deep.equal([slot, 1]);
  });

  it('refuses a text that is no prefix', () => {
    expect(() => new PrefixKey().read('10.0.0/24' as Prefix)).to.throw(
      RangeError,
      '"10.0.0/24" is no prefix',
    );
  });
});

function step(
  table: PathTable,
  model: Map<string, { readonly prefix: Prefix; readonly pathId: number }>,
  prefix: Prefix,
  pathId: number,
  remove: boolean,
): void {
  const key = new PrefixKey().read(prefix);
  const slot = table.find(key, pathId);
  expect(slot >= 0).to.equal(model.has(`${prefix} ${pathId}`));
  if (remove && slot >= 0) {
    table.remove(slot);
    model.delete(`${prefix} ${pathId}`);
  } else if (!remove && slot < 0) {
    table.add(key, pathId);
    model.set(`${prefix} ${pathId}`, { prefix, pathId });
  }
}

function contents(table: PathTable): readonly string[] {
  const found: string[] = [];
  for (let slot = 0; slot < table.end; slot++) {
    if (table.isUsed(slot)) found.push(`${table.prefix(slot)} ${table.pathId(slot)}`);
  }
  return found.sort();
}

function prefixOf(words: 1 | 4, number: number): Prefix {
  const text =
    words === 1
      ? `10.${number >> 8}.${number & 255}.0/24`
      : `2001:db8:${(number * 7919).toString(16).slice(-4)}::${number.toString(16)}/128`;
  const prefix = parsePrefix(text);
  if (!prefix.ok) throw new Error(`${text} ${prefix.error}`);
  return prefix.value;
}

import { expect } from 'chai';
import fc from 'fast-check';
import { millis } from '@fairlead/inet';
import { Schedule } from '../../src/machine/schedule.ts';

describe('the schedule', () => {
  it('gives what is due first, through any changes of deadlines', () => {
    const change = fc.tuple(fc.nat(9), fc.option(fc.nat(100)));
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const schedule = new Schedule<{
          place: number;
          due: ReturnType<typeof millis>;
          readonly id: number;
        }>();
        const entries = Array.from({ length: 10 }, (_, id) => ({ id, place: -1, due: millis(0) }));
        const expected = new Map<number, number>();
        for (const [id, due] of changes) {
          const entry = entries[id];
          if (entry === undefined) continue;
          schedule.set(entry, due === null ? null : millis(due));
          if (due === null) expected.delete(id);
          else expected.set(id, due);
          expect(schedule.first?.due ?? null).to.equal(
            expected.size === 0 ? null : Math.min(...expected.values()),
          );
        }
        const drained: number[] = [];
        for (let first = schedule.first; first !== null; first = schedule.first) {
          drained.push(first.due);
          schedule.set(first, null);
        }
        expect(drained).to.deep.equal([...expected.values()].sort((a, b) => a - b));
      }),
    );
  });
});

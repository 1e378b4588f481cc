import { expect } from 'chai';
import fc from 'fast-check';
import { KeyedQueue } from '../../src/reconcile/queue.ts';

describe('a keyed queue', () => {
  it('hands out each key once, the longest waiting first', () => {
    const queue = new KeyedQueue();
    for (const key of ['a', 'b', 'a', 'c']) queue.add(key);
    expect([queue.take(), queue.take(), queue.take(), queue.take()]).to.deep.equal(['a', 'b', 'c', null]);
  });

  it('hands out a key again that was added during its turn, and only after that turn', () => {
    const queue = new KeyedQueue();
    queue.add('a');
    queue.take();
    queue.add('a');
    queue.add('a');
    expect(queue.take()).to.equal(null);
    queue.done('a');
    expect([queue.take(), queue.take()]).to.deep.equal(['a', null]);
  });

  it('loses no key and gives none twice at a time, whatever the order of calls', () => {
    const call = fc.oneof(
      fc.record({ kind: fc.constant('add' as const), key: fc.constantFrom('a', 'b', 'c', 'd') }),
      fc.constant({ kind: 'take' as const }),
      fc.record({ kind: fc.constant('done' as const), pick: fc.nat(3) }),
    );
    fc.assert(
      fc.property(fc.array(call, { maxLength: 200 }), (calls) => {
        const queue = new KeyedQueue();
        const owed = new Set<string>();
        const active: string[] = [];
        for (const step of calls) {
          if (step.kind === 'add') {
            queue.add(step.key);
            owed.add(step.key);
          } else if (step.kind === 'take') {
            const key = queue.take();
            if (key === null) continue;
            expect(active).to.not.include(key);
            active.push(key);
            owed.delete(key);
          } else {
            const [key] = active.splice(step.pick % Math.max(active.length, 1), 1);
            if (key !== undefined) queue.done(key);
          }
        }
        for (const key of active) queue.done(key);
        for (let key = queue.take(); key !== null; key = queue.take()) owed.delete(key);
        expect([...owed]).to.deep.equal([]);
      }),
    );
  });
});

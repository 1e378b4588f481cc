import { addressFromBigInt, parseRange } from '@fairlead/inet';
import type { IpAddress } from '@fairlead/inet';
import { expect } from 'chai';
import fc from 'fast-check';
import { Vacancy } from '../../src/decide/vacancy.ts';
import { plainPool } from '../../src/dialect/implied.ts';
import type { Pool } from '../../src/model/pool.ts';

describe('the first free address of a pool', () => {
  it('is what a scan of the whole pool finds, after any history', () => {
    const step = fc.record({ isTaken: fc.boolean(), last: fc.integer({ min: 0, max: 40 }) });
    fc.assert(
      fc.property(fc.boolean(), fc.array(step, { maxLength: 60 }), (avoidBuggyIps, steps) => {
        const pool = { ...poolOf(['192.0.2.250-192.0.3.4', '192.0.1.0/30']), avoidBuggyIps };
        const used = new Set<IpAddress>();
        const vacancy = new Vacancy(pool, 'ipv4', (address) => used.has(address));
        for (const { isTaken, last } of steps) {
          const next = vacancy.first(new Set());
          expect(next).to.equal(scan(pool, used));
          if (isTaken && next !== null) used.add(next);
          const returned = isTaken ? undefined : [...used][last % Math.max(1, used.size)];
          if (returned === undefined) continue;
          used.delete(returned);
          vacancy.giveBack(returned);
        }
      }),
    );
  });

  it('passes over what the same request took already', () => {
    const vacancy = new Vacancy(poolOf(['192.0.2.1-192.0.2.3']), 'ipv4', () => false);
    const first = vacancy.first(new Set());
    const second = vacancy.first(new Set(first === null ? [] : [first]));
    expect([first, second, vacancy.first(new Set())]).to.deep.equal(['192.0.2.1', '192.0.2.2', '192.0.2.1']);
  });

  it('is found at once in the largest pool', () => {
    const vacancy = new Vacancy(poolOf(['::/0']), 'ipv6', (address) => address === '::');
    expect(vacancy.first(new Set())).to.equal('::1');
  });
});

function poolOf(texts: readonly string[]): Pool {
  const ranges = texts.map((text) => {
    const range = parseRange(text);
    if (!range.ok) throw new Error(range.error);
    return { ...range.value, text };
  });
  return plainPool({ ref: { kind: 'Pool', namespace: null, name: 'p' }, createdAt: null }, 'p', ranges);
}

function scan({ ranges, avoidBuggyIps }: Pool, used: ReadonlySet<IpAddress>): IpAddress | null {
  for (const { family, first, last } of ranges) {
    for (let value = first; value <= last; value++) {
      const address = addressFromBigInt(family, value);
      const isAvoided = avoidBuggyIps && (address.endsWith('.0') || address.endsWith('.255'));
      if (!used.has(address) && !isAvoided) return address;
    }
  }
  return null;
}

import { expect } from 'chai';
import { printer } from '../report/printer.ts';
import { formatNumber, rowOf } from '../report/table.ts';
import { atLeast, atMost, ratioAtLeast } from '../report/wanted.ts';

describe('a line of a benchmark', () => {
  it('has the ratio to its peer, what was wanted of both, and whether each was met', () => {
    const row = rowOf({
      what: 'decode',
      value: 21_340_000,
      unit: 'NLRI/s',
      peer: { name: 'GoBGP', value: 7_000_000 },
      wanted: [atLeast(20e6), ratioAtLeast(4)],
    });
    expect(cells(row)).to.deep.equal([
      'decode',
      '21.3 M NLRI/s',
      '3.05 x GoBGP',
      '>= 20 M, >= 4 x',
      'yes, NO',
    ]);
  });

  it('says that a ratio was not had where there is no peer', () => {
    const row = rowOf({ what: 'encode', value: 61, unit: 'ms', wanted: [atMost(60), ratioAtLeast(2)] });
    expect(cells(row)).to.deep.equal(['encode', '61 ms', '<= 60, >= 2 x', 'NO, no peer']);
  });
});

describe('the report of a benchmark', () => {
  it('has the names of the columns once, above the first figure', () => {
    const printed: string[] = [];
    const report = printer((text) => printed.push(text));
    report.note('on generated routes');
    report.skip('GoBGP', 'Go enables it');
    report.line({ what: 'a', value: 1, unit: '' });
    report.line({ what: 'b', value: 2, unit: '' });
    expect(printed.map((row) => cells(row)[0])).to.deep.equal([
      '(on generated routes)',
      'GoBGP: skipped, Go enables it',
      'what',
      'a',
      'b',
    ]);
  });
});

describe('a number of a benchmark', () => {
  const numbers = [
    [0, '0'],
    [0.001234, '0.00123'],
    [12.345, '12.3'],
    [123.4, '123'],
    [999.6, '1000'],
    [63_361, '63,361'],
    [999_600, '1 M'],
    [60_123_456, '60.1 M'],
  ] as const;
  for (const [value, text] of numbers) {
    it(`has three digits that count: ${text}`, () => {
      expect(formatNumber(value)).to.equal(text);
    });
  }
});

function cells(row: string): readonly string[] {
  return row.trim().split(/ {2,}/);
}

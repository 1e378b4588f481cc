import { expect } from 'chai';
import { countRequirements, coverageProblems } from './coverage.ts';

describe('a list of requirements', () => {
  const evidence = {
    hasFile: (path: string) => path === 'wire/header.ts',
    titles: ['the framer (RFC 4271 §4.1) gives the same messages for any chunking'],
  };
  const problemsOf = (item: string): readonly string[] =>
    coverageProblems(`# Title\n\n- not a requirement\n\n## RFC 4271\n\n${item}\n`, evidence);

  it('is right where each item names a file and a part of a title', () => {
    expect(
      problemsOf('- MUST be so. → `wire/header.ts`, “framer (RFC 4271 §4.1) gives the same”'),
    ).to.deep.equal([]);
  });

  it('is right where an item says why it has no test', () => {
    expect(problemsOf('- MUST be so. → not ours: it is the business of routers')).to.deep.equal([]);
  });

  it('may break its items into lines', () => {
    expect(problemsOf('- MUST be so.\n  → `wire/header.ts`,\n  “gives the same messages”')).to.deep.equal([]);
  });

  const wrong: readonly (readonly [string, string])[] = [
    ['- MUST be so.', 'line 7 names no file and no test, and does not say why'],
    ['- MUST be so. → `wire/header.ts`', 'line 7 wants a file and a test, or a reason'],
    ['- MUST be so. → `wire/gone.ts`, “gives the same”', 'line 7 names wire/gone.ts, which is not there'],
    ['- MUST be so. → `wire/header.ts`, “gone”', 'line 7 names the test “gone”, which is not there'],
    ['- MUST be so. → not done: later, `wire/gone.ts`', 'line 7 names wire/gone.ts, which is not there'],
  ];
  for (const [item, problem] of wrong) {
    it(`is wrong: ${problem}`, () => {
      expect(problemsOf(item)).to.deep.equal([problem]);
    });
  }

  it('is counted', () => {
    expect(countRequirements('## RFC 1\n\n- a → not ours: b\n- c → `d.ts`, “e”\n')).to.deep.equal({
      all: 2,
      reasons: 1,
    });
  });
});

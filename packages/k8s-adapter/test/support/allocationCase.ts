import { expect } from 'chai';
import { outcomes, planned } from './planned.ts';

/** What a text of pools and Services comes to: addresses, or the reason for none. */
export interface AllocationCase {
  readonly title: string;
  readonly given: string;
  readonly wanted: Readonly<Record<string, string>>;
}

export function runCases(cases: readonly AllocationCase[]): void {
  for (const { title, given, wanted } of cases) {
    it(title, () => {
      expect(outcomes(planned(given))).to.deep.equal(wanted);
    });
  }
}

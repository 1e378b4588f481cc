import { decode } from '@fairlead/bgp-core/wire';
import type { WireContext } from '@fairlead/bgp-core/wire';
import { expect } from 'chai';
import { context } from './context.ts';
import { hex } from './octets.ts';

/** A message and the errors that it gives, as `outcome` writes them. */
export type Case = readonly [what: string, octets: Uint8Array, outcome: string, agreed?: WireContext];

export function check(cases: readonly Case[]): void {
  for (const [what, octets, expected, agreed = context()] of cases) {
    it(`${what}: ${expected}`, () => {
      expect(outcome(octets, agreed)).to.equal(expected);
    });
  }
}

/** `3/5 treatAsWithdraw c00803000001`: code, subcode, severity and data of each error; `valid` for none. */
export function outcome(octets: Uint8Array, agreed: WireContext): string {
  const message = decode(octets, agreed);
  const errors =
    message.kind === 'protocolError' ? [message] : message.kind === 'update' ? message.errors : [];
  const texts = errors.map(({ code, subcode, severity, data }) =>
    `${code}/${subcode} ${severity} ${hex(data)}`.trim(),
  );
  return texts.join(', ') || 'valid';
}

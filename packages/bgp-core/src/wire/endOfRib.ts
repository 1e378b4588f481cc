import { isUnicast } from '../family.ts';
import type { Family } from '../family.ts';
import type { MpUnreach, Update } from '../message.ts';

/** An UPDATE that says nothing. */
export const EMPTY_UPDATE: Update = {
  kind: 'update',
  withdrawn: [],
  announced: [],
  attributes: {},
  mpReach: null,
  mpUnreach: [],
  errors: [],
  layout: null,
};

/** The UPDATE that says that all routes of a family were sent (RFC 4724 §2). */
export function endOfRib(family: Family): Update {
  if (family === 'ipv4/unicast') return EMPTY_UPDATE;
  const unreach: MpUnreach = isUnicast(family)
    ? { kind: 'unicast', family, withdrawn: [] }
    : { kind: 'raw', family, withdrawn: new Uint8Array(0) };
  return { ...EMPTY_UPDATE, mpUnreach: [unreach] };
}

import type { ElectionPolicy } from '../model/advertisement.ts';
import type { KubernetesObject } from './metadata.ts';

/** How an object of another product is elected for, where its owner says so by annotation; `null` leaves it open. */
export function readElection({ annotations, report }: KubernetesObject): ElectionPolicy | null {
  const text = annotations[ELECTION_ANNOTATION];
  if (text === undefined) return null;
  const mode = MODES.get(text);
  if (mode !== undefined) return { mode, failback: 'immediate', preferEndpoints: false };
  const field = `metadata.annotations."${ELECTION_ANNOTATION}"`;
  report.error('invalidValue', field, text, `is "${text}", but must be ${[...MODES.keys()].join(' or ')}`);
  return null;
}

/** Named after the product that reads it, whoever the object is of. */
export const ELECTION_ANNOTATION = 'fairlead.dev/election';
const MODES: ReadonlyMap<string, ElectionPolicy['mode']> = new Map([
  ['Spread', 'spread'],
  ['Compatible', 'compatible'],
]);

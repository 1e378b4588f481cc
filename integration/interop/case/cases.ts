import { addPathCases } from './addPath.ts';
import { announceCases } from './announce.ts';
import { attributeCases } from './attribute.ts';
import { capabilityCases } from './capability.ts';
import type { Case } from './case.ts';
import { establishCases } from './establish.ts';
import { receiveCases } from './receive.ts';
import { refreshCases } from './refresh.ts';

/** All rows of the matrix, in its order; what ends the router comes last. */
export const cases: readonly Case[] = [
  ...establishCases,
  ...announceCases,
  ...receiveCases,
  ...attributeCases,
  ...capabilityCases,
  ...addPathCases,
  ...refreshCases,
];

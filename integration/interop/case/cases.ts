import { announceCases } from './announce.ts';
import { attributeCases } from './attribute.ts';
import type { Case } from './case.ts';
import { establishCases } from './establish.ts';

/** All rows of the matrix, in its order; what ends the router comes last. */
export const cases: readonly Case[] = [...establishCases, ...announceCases, ...attributeCases];

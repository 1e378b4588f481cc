import { addPathCases } from './addPath.ts';
import { announceCases } from './announce.ts';
import { attributeCases } from './attribute.ts';
import { capabilityCases } from './capability.ts';
import type { Case } from './case.ts';
import { collisionCases } from './collision.ts';
import { establishCases } from './establish.ts';
import { gracefulCases } from './graceful.ts';
import { limitCases } from './limit.ts';
import { longLivedCases } from './longLived.ts';
import { notificationCases } from './notification.ts';
import { receiveCases } from './receive.ts';
import { refreshCases } from './refresh.ts';
import { restartCases } from './restart.ts';
import { roleCases } from './role.ts';

/** All rows of the matrix, in its order; what ends the router comes last. */
export const cases: readonly Case[] = [
  ...establishCases,
  ...collisionCases,
  ...announceCases,
  ...receiveCases,
  ...attributeCases,
  ...capabilityCases,
  ...addPathCases,
  ...roleCases,
  ...refreshCases,
  ...limitCases,
  ...notificationCases,
  ...restartCases,
  ...gracefulCases,
  ...longLivedCases,
];

import { after, millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';

/** Frames that may be sent unasked: so many per second, and so many at once. */
export interface Budget {
  readonly perSecond: number;
  readonly atOnce: number;
  readonly available: number;
  readonly at: Millis;
}

export function fullBudget(perSecond: number, now: Millis): Budget {
  const atOnce = Math.max(MOST_PER_CLAIM, perSecond / 10);
  return { perSecond, atOnce, available: atOnce, at: now };
}

/** The budget as time has filled it. */
export function refilled(budget: Budget, now: Millis): Budget {
  if (now <= budget.at) return budget;
  const gained = ((now - budget.at) * budget.perSecond) / 1000;
  return { ...budget, available: Math.min(budget.atOnce, budget.available + gained), at: now };
}

export function spent(budget: Budget, frames: number): Budget {
  return { ...budget, available: budget.available - frames };
}

/** When there is enough for the frames of one claim. */
export function affordableAt(budget: Budget): Millis {
  const missing = MOST_PER_CLAIM - budget.available;
  return missing <= 0 ? budget.at : after(budget.at, millis(Math.ceil((missing * 1000) / budget.perSecond)));
}

export function isAffordable(budget: Budget): boolean {
  return budget.available >= MOST_PER_CLAIM;
}

/** A gratuitous ARP is two frames; a probe may come with it. */
const MOST_PER_CLAIM = 3;

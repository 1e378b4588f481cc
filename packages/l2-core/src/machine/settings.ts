import { millis } from '@fairlead/inet';
import type { IpFamily, Millis } from '@fairlead/inet';

/**
 * What to do about another host with the same address (RFC 5227 §2.4): `yield` gives it up at once, `defend` keeps it and
 * announces it again, at most every 10 s, `ignore` keeps it. Each is reported.
 */
export type ConflictPolicy = 'yield' | 'defend' | 'ignore';

/** The times of one claim. */
export interface ClaimSettings {
  readonly conflict: ConflictPolicy;
  readonly probe: ProbeTimes;
  /** From the first announcement to the others of the burst. */
  readonly burst: readonly Millis[];
  /** Between announcements afterwards; `null` for none. */
  readonly refresh: Millis | null;
}

export interface ProbeTimes {
  readonly count: number;
  /** The first probe waits a random part of this. */
  readonly firstWithin: Millis;
  readonly shortest: Millis;
  readonly longest: Millis;
  /** From the last probe to the claim. */
  readonly quiet: Millis;
}

/** The constants of RFC 5227 §1.1 and RFC 4862 §5.1. */
export const PROBE_TIMES: Readonly<Record<IpFamily, ProbeTimes>> = {
  ipv4: {
    count: 3,
    firstWithin: millis(1000),
    shortest: millis(1000),
    longest: millis(2000),
    quiet: millis(2000),
  },
  ipv6: {
    count: 1,
    firstWithin: millis(1000),
    shortest: millis(1000),
    longest: millis(1000),
    quiet: millis(1000),
  },
};

export const BURST: readonly Millis[] = [0, 100, 300, 1000, 2000, 4000].map(millis);
export const REFRESH: Millis = millis(60_000);

/** DEFEND_INTERVAL of RFC 5227 §1.1. */
export const DEFEND_INTERVAL: Millis = millis(10_000);

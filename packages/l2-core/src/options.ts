import { millis } from '@fairlead/inet';
import type { IpAddress, IpFamily, MacAddress, Millis } from '@fairlead/inet';
import { BURST, PROBE_TIMES, REFRESH } from './machine/settings.ts';
import type { ConflictPolicy, ProbeTimes } from './machine/settings.ts';

/** An address to answer for. */
export interface OwnedAddress {
  readonly address: IpAddress;
  /** A MAC address that moves with the address; without one, the address is answered with the link's. */
  readonly mac?: MacAddress | undefined;
  /** Ask first whether another host has it (4 to 7 s for IPv4, up to 2 s for IPv6); without, it is ours at once. */
  readonly probe?: boolean | undefined;
  /** What to do about another host with the same address; without, that of the responder. */
  readonly conflict?: ConflictPolicy | undefined;
}

/** How a responder behaves; what is left out has a default. */
export interface ResponderOptions {
  /** Default: `defend`. */
  readonly conflict?: ConflictPolicy;
  /** From the first announcement after a takeover to each of the burst. Default: 0, 100, 300 ms, 1, 2, 4 s. */
  readonly burst?: readonly Millis[];
  /** Between announcements after the burst, a quarter more or less; 0 for none. Default: 60 s. */
  readonly refresh?: Millis;
  /** The most frames per second that are sent unasked. Default: 10,000. */
  readonly packetsPerSecond?: number;
  /** Default: the times of RFC 5227 §1.1 and RFC 4862 §5.1. */
  readonly probe?: Partial<Readonly<Record<IpFamily, ProbeTimes>>>;
  /** A number from 0 up to 1. Default: `Math.random`. */
  readonly random?: () => number;
}

/** Options with every default filled in. */
export interface Settings {
  readonly conflict: ConflictPolicy;
  readonly burst: readonly Millis[];
  readonly refresh: Millis | null;
  readonly packetsPerSecond: number;
  readonly probe: Readonly<Record<IpFamily, ProbeTimes>>;
  readonly random: () => number;
}

/** Fills in the defaults; throws `RangeError` with the name and value of what is out of range. */
export function settingsOf(options: ResponderOptions): Settings {
  const { conflict = 'defend', burst = BURST, refresh = REFRESH, packetsPerSecond = 10_000 } = options;
  if (!(packetsPerSecond >= 1)) {
    throw new RangeError(`packetsPerSecond must be at least 1, not ${packetsPerSecond}`);
  }
  if (!(refresh >= 0)) throw new RangeError(`refresh must be 0 (off) or more, not ${refresh}`);
  const isRising = burst.every((at, index) => at >= (burst[index - 1] ?? 0));
  if (!isRising) throw new RangeError(`burst must not fall, not ${burst.join(', ')}`);
  return {
    conflict,
    burst,
    refresh: refresh === 0 ? null : millis(refresh),
    packetsPerSecond,
    probe: { ...PROBE_TIMES, ...options.probe },
    random: options.random ?? Math.random,
  };
}

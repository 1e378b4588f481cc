import { ipv4ToNumber, isIpv4, isLoopback, isMulticast, isUnspecified, macToNumber } from '@fairlead/inet';
import type { IpAddress, Ipv4, Ipv6, Millis } from '@fairlead/inet';
import type { Scheduled } from './machine/schedule.ts';
import type { ClaimSettings } from './machine/settings.ts';
import type { ClaimState } from './machine/state.ts';
import type { OwnedAddress } from './options.ts';
import { wordsOf } from './wire/ipv6Words.ts';
import type { Ipv6Words } from './wire/ipv6Words.ts';

/** The claim of one address on one link: what the responder keeps of it. */
export type Claim = Ipv4Claim | Ipv6Claim;

export interface Ipv4Claim extends ClaimRecord {
  readonly family: 'ipv4';
  readonly address: Ipv4;
  readonly value: number;
}

export interface Ipv6Claim extends ClaimRecord {
  readonly family: 'ipv6';
  readonly address: Ipv6;
  readonly value: Ipv6Words;
  /** Another claim of the same key in the table. */
  next: Ipv6Claim | null;
}

interface ClaimRecord extends Scheduled {
  readonly address: IpAddress;
  settings: ClaimSettings;
  state: ClaimState;
  /** The MAC address that stands for the claim, as a number. */
  mac: number;
  /** Whether that is the claim's own, and not the link's. */
  isVirtual: boolean;
  /** Questions for the address, and those that were answered. */
  requests: number;
  replies: number;
  /** Frames sent for it that nobody asked for. */
  unasked: number;
}

/** The record of a claim in its first state; throws `RangeError` for what no host can have as an address. */
export function claimOf(
  owned: OwnedAddress,
  linkMac: number,
  settings: ClaimSettings,
  state: ClaimState,
  now: Millis,
): Claim {
  const { address, mac } = owned;
  if (
    isMulticast(address) ||
    isUnspecified(address) ||
    isLoopback(address) ||
    address === '255.255.255.255'
  ) {
    throw new RangeError(`${address} is no address that a host can have`);
  }
  const record = {
    settings,
    state,
    mac: mac === undefined ? linkMac : macToNumber(mac),
    isVirtual: mac !== undefined,
    requests: 0,
    replies: 0,
    unasked: 0,
    place: -1,
    due: now,
  };
  return isIpv4(address)
    ? { ...record, family: 'ipv4', address, value: ipv4ToNumber(address) }
    : { ...record, family: 'ipv6', address, value: wordsOf(address), next: null };
}

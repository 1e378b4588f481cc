import type { Reader } from '@fairlead/inet';
import { readMac } from './ethernet.ts';
import type { FrameBuffer } from './frameBuffer.ts';
import { readIcmpv6, writeIcmpv6 } from './icmpv6.ts';
import type { Icmpv6 } from './icmpv6.ts';
import {
  isMulticastIpv6,
  isSolicitedNodeGroup,
  isUnspecifiedIpv6,
  readIpv6,
  writeIpv6,
} from './ipv6Words.ts';
import type { Ipv6Words } from './ipv6Words.ts';
import type { Malformed } from './malformed.ts';

/** The two messages of neighbour discovery that resolve addresses (RFC 4861 §4.3, §4.4). */
export type NeighborMessage = NeighborSolicitation | NeighborAdvertisement;

/**
 * "Who has this address?" (RFC 4861 §4.3):
 *
 *     reserved 4 | target 16 | options
 */
export interface NeighborSolicitation {
  readonly kind: 'solicitation';
  readonly source: Ipv6Words;
  readonly destination: Ipv6Words;
  readonly target: Ipv6Words;
  /** The source link-layer address option, a number of 48 bits. */
  readonly linkLayerAddress: number | null;
}

/**
 * "This address is here" (RFC 4861 §4.4):
 *
 *     R, S, O 3 bits, reserved 29 bits | target 16 | options
 */
export interface NeighborAdvertisement {
  readonly kind: 'advertisement';
  readonly source: Ipv6Words;
  readonly destination: Ipv6Words;
  readonly target: Ipv6Words;
  /** The target link-layer address option, a number of 48 bits. */
  readonly linkLayerAddress: number | null;
  readonly router: boolean;
  readonly solicited: boolean;
  readonly override: boolean;
}

/** Reads a message that passes every check of RFC 4861 §7.1; options that are not known are left aside. */
export function readNeighbor(reader: Reader): NeighborMessage | Malformed {
  const icmp = readIcmpv6(reader);
  if (typeof icmp === 'string') return icmp;
  if (icmp.type !== SOLICITATION && icmp.type !== ADVERTISEMENT) return 'notNeighborDiscovery';
  if (icmp.code !== 0) return 'icmpv6Code';
  if (icmp.body.remaining < FIXED_PART) return 'truncated';
  const flags = icmp.body.u32('the flags');
  const target = readIpv6(icmp.body);
  if (isMulticastIpv6(target)) return 'multicastTarget';
  const wanted = icmp.type === SOLICITATION ? SOURCE_LINK_LAYER_ADDRESS : TARGET_LINK_LAYER_ADDRESS;
  const linkLayerAddress = readLinkLayerAddress(icmp.body, wanted);
  if (typeof linkLayerAddress === 'string') return linkLayerAddress;
  return icmp.type === SOLICITATION
    ? solicitation(icmp, target, linkLayerAddress)
    : advertisement(icmp, target, linkLayerAddress, flags);
}

export function writeNeighbor(frames: FrameBuffer, message: NeighborMessage): void {
  const isSolicitation = message.kind === 'solicitation';
  const { source, destination, target, linkLayerAddress } = message;
  const type = isSolicitation ? SOLICITATION : ADVERTISEMENT;
  writeIcmpv6(frames, { source, destination, type, code: 0 }, () => {
    frames.u32(isSolicitation ? 0 : flagsOf(message));
    writeIpv6(frames, target);
    if (linkLayerAddress === null) return;
    frames
      .u8(isSolicitation ? SOURCE_LINK_LAYER_ADDRESS : TARGET_LINK_LAYER_ADDRESS)
      .u8(1)
      .u48(linkLayerAddress);
  });
}

function solicitation(
  { source, destination }: Icmpv6,
  target: Ipv6Words,
  linkLayerAddress: number | null,
): NeighborSolicitation | Malformed {
  if (isUnspecifiedIpv6(source)) {
    if (!isSolicitedNodeGroup(destination)) return 'unspecifiedToOtherThanSolicitedNode';
    if (linkLayerAddress !== null) return 'linkLayerAddressFromUnspecified';
  }
  return { kind: 'solicitation', source, destination, target, linkLayerAddress };
}

function advertisement(
  { source, destination }: Icmpv6,
  target: Ipv6Words,
  linkLayerAddress: number | null,
  flags: number,
): NeighborAdvertisement | Malformed {
  const isSolicited = (flags & SOLICITED) !== 0;
  if (isSolicited && isMulticastIpv6(destination)) return 'solicitedToMulticast';
  return {
    kind: 'advertisement',
    source,
    destination,
    target,
    linkLayerAddress,
    router: (flags & ROUTER) !== 0,
    solicited: isSolicited,
    override: (flags & OVERRIDE) !== 0,
  };
}

/** Options are type 1 | length 1 in units of 8 octets | value (RFC 4861 §4.6). */
function readLinkLayerAddress(options: Reader, wanted: number): number | null | Malformed {
  let found: number | null = null;
  while (options.remaining > 0) {
    if (options.remaining < 2) return 'optionLength';
    const type = options.u8('an option type');
    const length = options.u8('an option length') * 8 - 2;
    if (length < 0 || length > options.remaining) return 'optionLength';
    if (type === wanted && length === 6 && found === null) found = readMac(options);
    else options.skip(length, 'an option');
  }
  return found;
}

function flagsOf({ router, solicited, override }: NeighborAdvertisement): number {
  return (router ? ROUTER : 0) | (solicited ? SOLICITED : 0) | (override ? OVERRIDE : 0);
}

const SOLICITATION = 135;
const ADVERTISEMENT = 136;
const FIXED_PART = 20;
const ROUTER = 1 << 31;
const SOLICITED = 1 << 30;
const OVERRIDE = 1 << 29;
const SOURCE_LINK_LAYER_ADDRESS = 1;
const TARGET_LINK_LAYER_ADDRESS = 2;

import type { Reader } from '@fairlead/inet';
import type { FrameBuffer } from './frameBuffer.ts';
import { readIcmpv6, writeIcmpv6 } from './icmpv6.ts';
import type { Ipv6Words } from './ipv6Words.ts';
import { isLinkLocalIpv6 } from './ipv6Words.ts';
import type { Malformed } from './malformed.ts';

/** The two messages by which hosts and routers on a link find each other (RFC 4861 §4.1, §4.2); options are left aside. */
export type RouterMessage = RouterSolicitation | RouterAdvertisement;

/**
 * "Who is a router here?" (RFC 4861 §4.1):
 *
 *     reserved 4 | options
 */
export interface RouterSolicitation {
  readonly kind: 'routerSolicitation';
  readonly source: Ipv6Words;
  readonly destination: Ipv6Words;
}

/**
 * "I am" (RFC 4861 §4.2):
 *
 *     hop limit 1 | M, O 2 bits, reserved 6 bits | lifetime 2 | reachable time 4 | retransmission time 4 | options
 */
export interface RouterAdvertisement {
  readonly kind: 'routerAdvertisement';
  /** Always link-local. */
  readonly source: Ipv6Words;
  readonly destination: Ipv6Words;
  /** For how many seconds it is a default router; 0 is none. */
  readonly lifetime: number;
}

/** Reads a message that passes the checks of RFC 4861 §6.1 on everything but options. */
export function readRouter(reader: Reader): RouterMessage | Malformed | 'routerNotLinkLocal' {
  const icmp = readIcmpv6(reader);
  if (typeof icmp === 'string') return icmp;
  const { type, code, source, destination, body } = icmp;
  if (type !== SOLICITATION && type !== ADVERTISEMENT) return 'notNeighborDiscovery';
  if (code !== 0) return 'icmpv6Code';
  if (type === SOLICITATION) {
    return body.remaining < SOLICITATION_BODY
      ? 'truncated'
      : { kind: 'routerSolicitation', source, destination };
  }
  if (body.remaining < ADVERTISEMENT_BODY) return 'truncated';
  if (!isLinkLocalIpv6(source)) return 'routerNotLinkLocal';
  body.skip(2, 'hop limit and flags');
  return { kind: 'routerAdvertisement', source, destination, lifetime: body.u16('the lifetime') };
}

/** Writes a message without options; an advertisement says nothing of prefixes, hop limits and times. */
export function writeRouter(frames: FrameBuffer, message: RouterMessage): void {
  const { source, destination } = message;
  const isSolicitation = message.kind === 'routerSolicitation';
  const type = isSolicitation ? SOLICITATION : ADVERTISEMENT;
  writeIcmpv6(frames, { source, destination, type, code: 0 }, () => {
    if (isSolicitation) frames.u32(0);
    else frames.u16(0).u16(message.lifetime).u32(0).u32(0);
  });
}

const SOLICITATION = 133;
const ADVERTISEMENT = 134;
const SOLICITATION_BODY = 4;
const ADVERTISEMENT_BODY = 12;

import {
  isAsn,
  isIpv6,
  isLinkLocal,
  isMulticast,
  isUnspecified,
  parseIpAddress,
  parseIpv4,
} from '@fairlead/inet';
import type { NextHop, UnknownAttribute } from '../message.ts';
import { isKeptInOctets } from '../wire/attribute/table.ts';
import { Flag } from '../wire/codes.ts';
import type { RouteAttributes } from './route.ts';

/** Throws a RangeError or TypeError naming field and value for path attributes that no encoder would refuse and no peer take. */
export function checkAttributes(attributes: RouteAttributes): void {
  const fields = Object.keys(attributes).filter((field) => !(field in FIELDS));
  if (fields.length > 0) {
    throw new TypeError(
      `attributes have no "${fields.join('", "')}"; there are ${Object.keys(FIELDS).join(', ')}`,
    );
  }
  const { nextHop, originatorId, clusterList = [], aggregator, onlyToCustomer, unknown = [] } = attributes;
  if (nextHop !== undefined) checkNextHop(nextHop);
  if (originatorId !== undefined) checkIpv4(originatorId, 'originatorId');
  clusterList.forEach((cluster, index) => {
    checkIpv4(cluster, `clusterList[${index}]`);
  });
  if (aggregator !== undefined) checkIpv4(aggregator.address, 'aggregator.address');
  if (onlyToCustomer !== undefined && !isAsn(onlyToCustomer)) {
    throw new RangeError(
      `onlyToCustomer is an AS number from 1 to 4294967295, not ${String(onlyToCustomer)}`,
    );
  }
  unknown.forEach(checkUnknown);
}

function checkNextHop({ address, linkLocal }: NextHop): void {
  const parsed = typeof address === 'string' ? parseIpAddress(address) : null;
  if (parsed !== address) throw new RangeError(`nextHop.address is an IP address, not ${String(address)}`);
  if (isUnspecified(parsed) || isMulticast(parsed) || parsed === '255.255.255.255') {
    throw new RangeError(`nextHop.address is the address of a host, not ${parsed}`);
  }
  if (linkLocal === undefined) return;
  const second = parseIpAddress(linkLocal);
  if (second === null || !isIpv6(second) || !isLinkLocal(second)) {
    throw new RangeError(`nextHop.linkLocal is a link-local IPv6 address, not ${linkLocal}`);
  }
}

function checkIpv4(address: string, field: string): void {
  if (parseIpv4(address) === null)
    throw new RangeError(`${field} is four octets like 192.0.2.1, not ${address}`);
}

function checkUnknown(
  { code, flags, value }: UnknownAttribute,
  index: number,
  all: readonly UnknownAttribute[],
): void {
  const field = `unknown[${index}]`;
  if (!Number.isInteger(code) || code < 0 || code > 0xff) {
    throw new RangeError(`${field}.code is a number from 0 to 255, not ${code}`);
  }
  if (!isKeptInOctets(code)) throw new RangeError(`${field}.code is ${code}, which has a field of its own`);
  if (all.findIndex((one) => one.code === code) !== index)
    throw new RangeError(`${field}.code is ${code} once more`);
  if (!Number.isInteger(flags) || flags > 0xff || (flags & Flag.optional) === 0) {
    throw new RangeError(`${field}.flags is an octet with the bit Optional, 0x80, not ${flags}`);
  }
  if (!(value instanceof Uint8Array)) throw new TypeError(`${field}.value is a Uint8Array`);
}

const FIELDS: Readonly<Record<keyof RouteAttributes, true>> = {
  origin: true,
  asPath: true,
  nextHop: true,
  multiExitDisc: true,
  localPref: true,
  atomicAggregate: true,
  aggregator: true,
  communities: true,
  originatorId: true,
  clusterList: true,
  extendedCommunities: true,
  as4Path: true,
  as4Aggregator: true,
  ipv6ExtendedCommunities: true,
  aigp: true,
  largeCommunities: true,
  onlyToCustomer: true,
  unknown: true,
  prepend: true,
};

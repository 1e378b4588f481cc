import { parseIpAddress, parseRange } from '@fairlead/inet';
import { parseDuration } from '../../duration.ts';
import { isJsonObject } from '../../source.ts';

/** What must hold of a value: said once for the API server, in CEL, and once for us. A test holds the two together. */
export interface Rule {
  readonly cel: string;
  /** Reads on after the name of the field. */
  readonly message: string;
  readonly holds: (value: unknown) => boolean;
}

/** All rules by the names that schemas use. */
export const RULES: Readonly<Record<string, Rule>> = {
  isAddress: {
    cel: 'isIP(self)',
    message: 'must be an IP address',
    holds: (value) => parseIpAddress(textOf(value)) !== null,
  },
  isAddresses: {
    cel: "isIP(self) || isCIDR(self) || (self.split('-').size() == 2 && self.split('-').all(end, isIP(end.trim())))",
    message: 'must be a block like 192.0.2.0/24, a range like 192.0.2.1-192.0.2.9, or an address',
    holds: (value) => {
      const text = textOf(value);
      const ends = text.split('-');
      return (
        parseIpAddress(text) !== null ||
        (ends.length === 1 && parseRange(text).ok) ||
        (ends.length === 2 && ends.every((end) => parseIpAddress(end.trim()) !== null))
      );
    },
  },
  isFailback: {
    cel: "self in ['Immediate', 'Never'] || self.matches('^([0-9]+(s|m|h))+$')",
    message: 'must be Immediate, Never, or a time like 5m',
    holds: (value) =>
      ['Immediate', 'Never'].includes(textOf(value)) || /^(?:[0-9]+(?:s|m|h))+$/.test(textOf(value)),
  },
  onePlace: {
    cel: '[has(self.address), has(self.interface), has(self.neighbors)].filter(said, said).size() == 1',
    message: 'needs exactly one of address, interface and neighbors',
    holds: (value) => countOf(value, 'address', 'interface', 'neighbors') === 1,
  },
  onePlaceOfNeighbor: {
    cel: 'has(self.address) != has(self.interface)',
    message: 'needs either an address or an interface',
    holds: (value) => countOf(value, 'address', 'interface') === 1,
  },
  asnsSaid: {
    cel: 'has(self.remoteAsn) || (has(self.neighbors) && self.neighbors.all(each, has(each.remoteAsn)))',
    message: 'needs a remoteAsn, here or for each of the neighbors',
    holds: (value) => {
      const neighbors = fieldOf(value, 'neighbors');
      const isSaid = Array.isArray(neighbors) && neighbors.every((each) => countOf(each, 'remoteAsn') === 1);
      return countOf(value, 'remoteAsn') === 1 || isSaid;
    },
  },
  holdBeforeKeepalive: {
    cel: '!has(self.holdTime) || !has(self.keepaliveTime) || duration(self.keepaliveTime) <= duration(self.holdTime)',
    message: 'has a keepaliveTime longer than the holdTime',
    holds: (value) => {
      const hold = parseDuration(textOf(fieldOf(value, 'holdTime')));
      const keepalive = parseDuration(textOf(fieldOf(value, 'keepaliveTime')));
      return hold === null || keepalive === null || keepalive <= hold;
    },
  },
  holdTimeIsLong: {
    cel: "!has(self.holdTime) || duration(self.holdTime) == duration('0s') || duration(self.holdTime) >= duration('3s')",
    message: 'has a holdTime below 3s, and only 0s may be (RFC 4271 §4.2)',
    holds: (value) => {
      const hold = parseDuration(textOf(fieldOf(value, 'holdTime'))) ?? 0;
      return hold === 0 || hold >= 3;
    },
  },
  multihopIsExternal: {
    cel: "!has(self.ebgpHops) || self.ebgpHops == 1 || !has(self.remoteAsn) || (self.remoteAsn != 'internal' && self.remoteAsn != self.localAsn)",
    message: 'has ebgpHops, but both sides are of one AS',
    holds: (value) => {
      const hops = fieldOf(value, 'ebgpHops') ?? 1;
      const remote = fieldOf(value, 'remoteAsn');
      return hops === 1 || (remote !== 'internal' && remote !== fieldOf(value, 'localAsn'));
    },
  },
  ttlOrHops: {
    cel: '!has(self.ttlSecurityHops) || !has(self.ebgpHops) || self.ebgpHops == 1',
    message: 'has ebgpHops and ttlSecurityHops; ttlSecurityHops says it for both directions',
    holds: (value) => countOf(value, 'ttlSecurityHops') === 0 || (fieldOf(value, 'ebgpHops') ?? 1) === 1,
  },
  someWay: {
    cel: 'has(self.bgp) || has(self.layer2)',
    message: 'needs bgp, layer2 or both',
    holds: (value) => countOf(value, 'bgp', 'layer2') > 0,
  },
  aggregateAllServices: {
    cel: '!has(self.bgp) || (!has(self.serviceSelectors) && !has(self.namespaces)) || (self.bgp.aggregationLength == 32 && self.bgp.aggregationLengthV6 == 128)',
    message: 'selects some Services, but an aggregate announces the addresses of all',
    holds: (value) => {
      const bgp = fieldOf(value, 'bgp');
      const isWhole = countOf(value, 'serviceSelectors', 'namespaces') === 0;
      const isHost =
        (fieldOf(bgp, 'aggregationLength') ?? 32) === 32 &&
        (fieldOf(bgp, 'aggregationLengthV6') ?? 128) === 128;
      return bgp === null || isWhole || isHost;
    },
  },
};

function fieldOf(value: unknown, name: string): unknown {
  return isJsonObject(value) ? (value[name] ?? null) : null;
}

function countOf(value: unknown, ...names: readonly string[]): number {
  return names.filter((name) => fieldOf(value, name) !== null).length;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

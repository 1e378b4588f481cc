import { octets } from '../support/octets.ts';
import { nlri, open, sequence, update } from '../support/messages.ts';

const announced = [nlri('203.0.113.0/24')];
const nextHop = { address: '192.0.2.1' };
const fromAs65000 = { origin: 'igp', asPath: [sequence(65000)] };

/** What the messages in vectors/rfc.hex say, by title. */
export const meaningOfRfcVectors: Readonly<Record<string, object>> = {
  'KEEPALIVE (RFC 4271 §4.4)': { kind: 'keepalive' },
  'OPEN without capabilities (RFC 4271 §4.2)': open({ asn: 65000, holdTime: 180 }, []),
  'OPEN with every capability (RFC 5492 §4)': open({ asn: 4200000000, holdTime: 0 }, [
    { kind: 'multiprotocol', family: 'ipv4/unicast' },
    { kind: 'multiprotocol', family: '25/70' },
    { kind: 'routeRefresh' },
    {
      kind: 'extendedNextHop',
      families: [
        { family: 'ipv4/unicast', nextHopAfi: 2 },
        { family: '1/2', nextHopAfi: 2 },
      ],
    },
    { kind: 'extendedMessage' },
    { kind: 'role', role: 'customer' },
    {
      kind: 'gracefulRestart',
      restarting: true,
      notification: true,
      restartTime: 120,
      families: [
        { family: 'ipv4/unicast', forwarding: true },
        { family: 'ipv6/unicast', forwarding: false },
      ],
    },
    { kind: 'fourOctetAs', asn: 4200000000 },
    {
      kind: 'addPath',
      families: [
        { family: 'ipv4/unicast', direction: 'receive' },
        { family: 'ipv6/unicast', direction: 'both' },
      ],
    },
    { kind: 'enhancedRouteRefresh' },
    {
      kind: 'longLivedGracefulRestart',
      families: [{ family: 'ipv4/unicast', forwarding: true, staleTime: 3600 }],
    },
    { kind: 'fqdn', hostname: 'rs1-a', domain: 'example' },
    { kind: 'softwareVersion', version: 'bgpd 1' },
    { kind: 'unknown', code: 128, value: octets('') },
    { kind: 'unknown', code: 253, value: octets('010203') },
  ]),
  'OPEN in the extended form (RFC 9072 §2)': open({ asn: 65000, holdTime: 180 }, [
    { kind: 'routeRefresh' },
    { kind: 'enhancedRouteRefresh' },
  ]),
  'UPDATE with the attributes of RFC 4271 (§4.3, §5.1)': update({
    withdrawn: [nlri('10.0.0.0/8'), nlri('192.168.128.0/17'), nlri('0.0.0.0/0')],
    announced: [nlri('203.0.113.1/32'), nlri('198.51.100.0/22')],
    attributes: {
      origin: 'incomplete',
      asPath: [sequence(65000, 4200000000), { kind: 'set', asns: [65002] }],
      nextHop,
      multiExitDisc: 100,
      atomicAggregate: true,
      aggregator: { asn: 65002, address: '192.0.2.5' },
    },
  }),
  'UPDATE inside an AS (RFC 4271 §5.1.5, RFC 4456 §8, RFC 7311 §3)': update({
    announced,
    attributes: {
      origin: 'igp',
      asPath: [],
      nextHop,
      localPref: 150,
      originatorId: '192.0.2.9',
      clusterList: ['192.0.2.10', '192.0.2.11'],
      aigp: 1000n,
    },
  }),
  'UPDATE inside a confederation (RFC 5065 §3)': update({
    announced,
    attributes: {
      origin: 'igp',
      asPath: [{ kind: 'confedSequence', asns: [64512, 64513] }, sequence(65000)],
      nextHop,
      localPref: 100,
    },
  }),
  'UPDATE with communities (RFC 1997, RFC 4360, RFC 5701, RFC 8092)': update({
    announced,
    attributes: {
      ...fromAs65000,
      nextHop,
      communities: [0xffffff01, 0xfde80064, 0xffff0000],
      extendedCommunities: ['0002fde800000064', '4004fde849742400'],
      ipv6ExtendedCommunities: ['000220010db80000000000000000000000010064'],
      largeCommunities: ['65000:1:2', '4294967295:0:4294967295'],
    },
  }),
  'UPDATE from an old speaker (RFC 6793 §4.2)': update({
    announced,
    attributes: {
      origin: 'igp',
      asPath: [sequence(65000, 23456, 23456)],
      nextHop,
      aggregator: { asn: 23456, address: '192.0.2.5' },
      as4Path: [sequence(4200000000, 4200000001)],
      as4Aggregator: { asn: 4200000001, address: '192.0.2.5' },
    },
  }),
  'UPDATE with path identifiers (RFC 7911 §3)': update({
    withdrawn: [nlri('203.0.113.0/24', 7)],
    announced: [nlri('198.51.100.0/24', 1), nlri('0.0.0.0/0', 4294967295)],
    attributes: { ...fromAs65000, nextHop },
  }),
  'UPDATE of IPv6 (RFC 4760 §3 and §4, RFC 2545 §3)': update({
    attributes: fromAs65000,
    mpReach: {
      kind: 'unicast',
      family: 'ipv6/unicast',
      nextHop: { address: '2001:db8::1', linkLocal: 'fe80::1' },
      announced: [nlri('2001:db8:1::/48'), nlri('::/0'), nlri('2001:db8:2:3::/64')],
    },
    mpUnreach: [{ kind: 'unicast', family: 'ipv6/unicast', withdrawn: [nlri('2001:db8:9::/48')] }],
  }),
  'UPDATE of IPv4 over IPv6 with identifiers (RFC 8950 §3, RFC 7911 §3)': update({
    attributes: fromAs65000,
    mpReach: {
      kind: 'unicast',
      family: 'ipv4/unicast',
      nextHop: { address: '2001:db8::1' },
      announced: [nlri('203.0.113.0/24', 3)],
    },
  }),
  'UPDATE with what is not known (RFC 4271 §5)': update({
    announced,
    attributes: {
      ...fromAs65000,
      nextHop,
      unknown: [
        { code: 99, flags: 0xc0, value: octets('010203') },
        { code: 100, flags: 0xe0, value: octets('') },
        { code: 101, flags: 0x80, value: octets('ff') },
      ],
    },
    mpReach: {
      kind: 'raw',
      family: '16388/71',
      nextHop: octets('c0000201'),
      announced: octets('0001000100'),
    },
  }),
  'UPDATE with extended lengths that need not be (RFC 4271 §4.3)': update({
    announced,
    attributes: { ...fromAs65000, nextHop },
  }),
  'End-of-RIB of IPv4 (RFC 4724 §2)': update({}),
  'End-of-RIB of a family that is not known (RFC 4724 §2)': update({
    mpUnreach: [{ kind: 'raw', family: '25/70', withdrawn: octets('') }],
  }),
  'NOTIFICATION of an expired hold timer (RFC 4271 §6.5)': {
    kind: 'notification',
    code: 4,
    subcode: 0,
    data: octets(''),
  },
  'Cease with a text (RFC 9003 §2)': {
    kind: 'notification',
    code: 6,
    subcode: 2,
    data: octets('0a6261636b20c3a0203130'),
  },
  'Cease that hides a hard reset (RFC 8538 §3.1)': {
    kind: 'notification',
    code: 6,
    subcode: 9,
    data: octets('0604026f6b'),
  },
  'ROUTE-REFRESH (RFC 2918 §3)': {
    kind: 'routeRefresh',
    family: 'ipv4/unicast',
    subtype: 'request',
    filters: octets(''),
  },
  'ROUTE-REFRESH at the beginning of an answer (RFC 7313 §3.2)': {
    kind: 'routeRefresh',
    family: 'ipv6/unicast',
    subtype: 'beginningOfRouteRefresh',
    filters: octets(''),
  },
  'ROUTE-REFRESH with outbound route filters (RFC 5291 §4)': {
    kind: 'routeRefresh',
    family: 'ipv4/unicast',
    subtype: 'request',
    filters: octets('0140000700000000010808'),
  },
};

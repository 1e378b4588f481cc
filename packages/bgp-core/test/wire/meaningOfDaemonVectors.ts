import { octets } from '../support/octets.ts';
import { nlri, open, sequence, update } from '../support/messages.ts';

const routerId = '192.0.2.2';
const nextHop = { address: '192.0.2.2' };
const bothFamilies = [
  { kind: 'multiprotocol', family: 'ipv4/unicast' },
  { kind: 'multiprotocol', family: 'ipv6/unicast' },
];
const ofFrr = {
  origin: 'igp',
  asPath: [sequence(4200000002)],
  multiExitDisc: 0,
  onlyToCustomer: 4200000002,
};

/** What the messages in vectors/daemons.hex say, by title. */
export const meaningOfDaemonVectors: Readonly<Record<string, object>> = {
  'OPEN of FRR 8.4': open({ asn: 4200000002, holdTime: 180, routerId }, [
    ...bothFamilies,
    { kind: 'unknown', code: 128, value: octets('') },
    { kind: 'routeRefresh' },
    { kind: 'enhancedRouteRefresh' },
    { kind: 'fourOctetAs', asn: 4200000002 },
    { kind: 'extendedMessage' },
    { kind: 'role', role: 'peer' },
    {
      kind: 'addPath',
      families: [
        { family: 'ipv4/unicast', direction: 'both' },
        { family: 'ipv6/unicast', direction: 'both' },
      ],
    },
    { kind: 'fqdn', hostname: 'vm', domain: '' },
    { kind: 'gracefulRestart', restarting: true, notification: true, restartTime: 120, families: [] },
    {
      kind: 'longLivedGracefulRestart',
      families: [
        { family: 'ipv4/unicast', forwarding: true, staleTime: 0 },
        { family: 'ipv6/unicast', forwarding: true, staleTime: 0 },
      ],
    },
  ]),
  'ADD-PATH, MED and OTC of FRR 8.4': update({
    announced: [nlri('198.51.100.0/25', 3), nlri('198.51.100.128/25', 4)],
    attributes: { ...ofFrr, nextHop },
  }),
  'IPv6 over a global and a link-local next hop, of FRR 8.4': update({
    attributes: ofFrr,
    mpReach: {
      kind: 'unicast',
      family: 'ipv6/unicast',
      nextHop: { address: '2001:db8::2', linkLocal: 'fe80::b0f5:d3ff:feb4:c0ad' },
      announced: [nlri('2001:db8:2::1/128', 0)],
    },
  }),
  'Cease with a shutdown communication of FRR 8.4': {
    kind: 'notification',
    code: 6,
    subcode: 9,
    data: octets('0602 09 6261636b20736f6f6e'),
  },
  'AS4_PATH of FRR 8.4 towards an old speaker': update({
    announced: [nlri('198.51.100.0/25'), nlri('198.51.100.128/25')],
    attributes: { ...ofFrr, asPath: [sequence(23456)], nextHop, as4Path: [sequence(4200000002)] },
  }),
  'OPEN of BIRD 2': open({ asn: 65002, holdTime: 240, routerId }, [
    ...bothFamilies,
    { kind: 'routeRefresh' },
    { kind: 'extendedMessage' },
    {
      kind: 'gracefulRestart',
      restarting: false,
      notification: false,
      restartTime: 120,
      families: [
        { family: 'ipv4/unicast', forwarding: false },
        { family: 'ipv6/unicast', forwarding: false },
      ],
    },
    { kind: 'fourOctetAs', asn: 65002 },
    { kind: 'addPath', families: [{ family: 'ipv4/unicast', direction: 'both' }] },
    { kind: 'enhancedRouteRefresh' },
    {
      kind: 'longLivedGracefulRestart',
      families: [
        { family: 'ipv4/unicast', forwarding: false, staleTime: 3600 },
        { family: 'ipv6/unicast', forwarding: false, staleTime: 3600 },
      ],
    },
  ]),
  'communities of all kinds of BIRD 2': update({
    announced: [nlri('198.51.100.0/24', 2)],
    attributes: {
      origin: 'igp',
      asPath: [sequence(65002)],
      nextHop,
      communities: [0xfdea0003],
      extendedCommunities: ['0002fdea00000009'],
      largeCommunities: ['65002:4:5'],
    },
  }),
  'End-of-RIB of IPv4 of BIRD 2': update({}),
  'End-of-RIB of IPv6 of BIRD 2': update({
    mpUnreach: [{ kind: 'unicast', family: 'ipv6/unicast', withdrawn: [] }],
  }),
  'Cease with a shutdown communication of BIRD 2': {
    kind: 'notification',
    code: 6,
    subcode: 2,
    data: octets('0b 6d61696e74656e616e6365'),
  },
  'OPEN of GoBGP 3': open({ asn: 65002, holdTime: 90, routerId }, [
    { kind: 'routeRefresh' },
    { kind: 'fqdn', hostname: 'vm', domain: '' },
    ...bothFamilies,
    { kind: 'fourOctetAs', asn: 65002 },
    {
      kind: 'gracefulRestart',
      restarting: false,
      notification: true,
      restartTime: 60,
      families: [{ family: 'ipv4/unicast', forwarding: false }],
    },
    { kind: 'extendedNextHop', families: [{ family: 'ipv4/unicast', nextHopAfi: 2 }] },
  ]),
  'IPv6 over a mapped IPv4 next hop of GoBGP 3': update({
    attributes: { origin: 'incomplete', asPath: [sequence(65002)] },
    mpReach: {
      kind: 'unicast',
      family: 'ipv6/unicast',
      nextHop: { address: '::ffff:192.0.2.2' },
      announced: [nlri('2001:db8:7::/48')],
    },
  }),
  'OPEN of ExaBGP 4': open({ asn: 65002, holdTime: 180, routerId }, [
    ...bothFamilies,
    { kind: 'fourOctetAs', asn: 65002 },
    { kind: 'extendedMessage' },
  ]),
  'most attributes, of ExaBGP 4': update({
    announced: [nlri('198.51.100.0/24')],
    attributes: {
      origin: 'igp',
      asPath: [sequence(65002)],
      nextHop,
      multiExitDisc: 9,
      atomicAggregate: true,
      aggregator: { asn: 65002, address: '192.0.2.2' },
      communities: [0xfdea0003, 0xffffff01],
      originatorId: '10.0.0.9',
      clusterList: ['10.0.0.1', '10.0.0.2'],
      extendedCommunities: ['0002fdea00000009'],
      largeCommunities: ['65002:1:2'],
    },
  }),
  'IPv4 over an IPv6 next hop of ExaBGP 4': update({
    attributes: { origin: 'igp', asPath: [sequence(65002)] },
    mpReach: {
      kind: 'unicast',
      family: 'ipv4/unicast',
      nextHop: { address: '2001:db8::2' },
      announced: [nlri('203.0.113.9/32')],
    },
  }),
  'withdrawal of ExaBGP 4': update({ withdrawn: [nlri('198.51.100.0/24')] }),
};

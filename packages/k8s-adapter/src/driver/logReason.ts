import type { EndReason, WithheldReason } from '@fairlead/bgp-core';
import type { ProblemReason } from '@fairlead/l2-core/node';

/** What a reason in the log or in a metric means, and what can be done about it; nothing where nothing is wrong. */
export interface LogReason {
  readonly says: string;
  readonly remedy: string;
}

/** Why a BGP session, or an attempt at one, ended. */
export const SESSION_REASONS: Readonly<Record<EndReason, LogReason>> = {
  administrativeShutdown: { says: 'the speaker stops, or the session was taken down on purpose', remedy: '' },
  administrativeReset: { says: 'the session was reset on purpose', remedy: '' },
  peerDeconfigured: { says: 'the peer is configured no more', remedy: '' },
  configurationChanged: { says: 'a change of what the OPEN says', remedy: '' },
  gracefulRestart: { says: 'the speaker restarts and the neighbour keeps its routes', remedy: '' },
  prefixLimitReached: {
    says: 'the neighbour sent more prefixes than allowed',
    remedy: 'Filter what the router sends; Fairlead needs no routes from it.',
  },
  bfdDown: { says: 'BFD lost the neighbour', remedy: 'See the link; or slow the BFD profile down.' },
  outOfResources: {
    says: 'a limit of the speaker was reached',
    remedy: 'Report it, with the log before it.',
  },
  connectFailed: {
    says: 'the system could not connect',
    remedy: 'See address, port and firewall; and whether the router expects this neighbour.',
  },
  connectTimedOut: {
    says: 'nobody answered',
    remedy: 'See address and firewall; a wrong password looks like this too.',
  },
  connectionLost: { says: 'the connection broke', remedy: 'See the link, and the log of the router.' },
  openTimedOut: {
    says: 'the neighbour sent no OPEN',
    remedy: 'See whether the router has this neighbour, and what it logs.',
  },
  holdTimerExpired: {
    says: 'the neighbour was silent for the hold time',
    remedy: 'See the link and the load of the router.',
  },
  sendHoldTimerExpired: {
    says: 'the neighbour read nothing for too long (RFC 9687)',
    remedy: 'See the load of the router.',
  },
  notificationReceived: {
    says: 'the neighbour ended it, with the code in `notification`',
    remedy: 'Look the code up in RFC 4271 §4.5; the log of the router says more.',
  },
  malformedMessage: {
    says: 'a message that RFC 4271 forbids',
    remedy: 'Report it, with `detail` and the software of the router.',
  },
  unexpectedMessage: {
    says: 'a message that does not belong there (RFC 6608)',
    remedy: 'Report it, with the software of the router.',
  },
  unsupportedVersion: { says: 'the neighbour does not speak BGP-4', remedy: 'Upgrade the router.' },
  badPeerAs: {
    says: 'the neighbour is of another AS than configured',
    remedy: 'Correct peerASN (remoteAsn), or the AS of the router.',
  },
  badRouterId: {
    says: 'the router id of the neighbour is invalid, or our own',
    remedy: 'Give each side an id of its own.',
  },
  unacceptableHoldTime: { says: 'a hold time of 1 or 2 s', remedy: 'Set 0, or at least 3 s, on the router.' },
  noCommonFamily: {
    says: 'the two sides have no address family in common',
    remedy: 'Enable the family on the router, or set families on the peer.',
  },
  roleMismatch: { says: 'the roles do not fit (RFC 9234)', remedy: 'Correct the role on one side.' },
  collisionLost: { says: 'the other of two connections lives on', remedy: '' },
  superseded: { says: 'the neighbour came back on a new connection (RFC 4724)', remedy: '' },
};

/** Why a route does not go out over a session that is up; what is known beforehand stands among the decisions. */
export const WITHHELD_REASONS: Readonly<
  Record<Exclude<WithheldReason, 'familyNotAgreed' | 'noNextHop'>, LogReason>
> = {
  nextHopFamily: {
    says: 'the next hop is of IPv6 and the router did not agree to that for IPv4 (RFC 8950)',
    remedy: 'Enable extended next hops on the router, or make a peer with an IPv4 address.',
  },
  nextHopIsPeer: {
    says: 'the next hop is the router itself (RFC 4271 §5.1.3)',
    remedy: 'Nothing: the router has a way of its own.',
  },
  onlyToCustomer: {
    says: 'the role of the router forbids it (RFC 9234)',
    remedy: 'Correct the role on one side.',
  },
  attributesTooLong: {
    says: 'the attributes leave no room for a prefix in a message',
    remedy: 'Use fewer communities.',
  },
};

/** What keeps an address from being answered for on an interface, or may. */
export const LAYER2_REASONS: Readonly<Record<ProblemReason, LogReason>> = {
  noSuchInterface: {
    says: 'there is no interface of that name',
    remedy: 'Correct the name in the advertisement.',
  },
  noMacAddress: { says: 'the interface has no MAC address', remedy: 'Advertise on an Ethernet interface.' },
  portOfAnother: {
    says: 'the interface is a port of a bridge or bond',
    remedy: 'Name the bridge or bond instead.',
  },
  cannotOpen: {
    says: 'the system refuses a packet socket',
    remedy: 'Give the speaker the capability NET_RAW.',
  },
  cannotJoinGroup: {
    says: 'the multicast group of the address cannot be joined, so NDP is deaf to it',
    remedy: 'See the limits of multicast groups on the node.',
  },
  cannotMakeVirtualMac: {
    says: 'the interface takes no second MAC address',
    remedy: 'Give the speaker the capability NET_ADMIN and see the message, or clear virtualMac.',
  },
  invalidAddress: { says: 'the address cannot belong to a host', remedy: 'Take it out of the pool.' },
  addressOfHost: {
    says: 'the node has the address itself',
    remedy: 'Take it off the interface, or out of the pool.',
  },
  otherSubnet: {
    says: 'the address is in no subnet of an interface that it is advertised on, so few will ask for it',
    remedy: 'Advertise it elsewhere, or by BGP.',
  },
};

/** What else the programs say. */
export const PROGRAM_REASONS: Readonly<Record<string, LogReason>> = {
  owned: { says: 'the node answers for this address from now on', remedy: '' },
  conflict: {
    says: 'another host answers for an address that the node owns',
    remedy: 'Find the MAC in `mac`; take the address off that host, or out of the pool.',
  },
  handover: {
    says: 'another speaker has an address of ours: one of the two is about to let it go',
    remedy: '',
  },
  yielded: {
    says: 'the address was left to another host, as our own Lease has run out or that host has it already',
    remedy: 'As for conflict; it is claimed again when the Lease is fresh.',
  },
  linkUp: { says: 'an interface came up', remedy: '' },
  linkDown: { says: 'an interface went down', remedy: 'See the cable or the switch.' },
  linkAbsent: { says: 'an interface is gone', remedy: '' },
  interfaceExcluded: {
    says: 'an advertisement names an interface that --exclude-interfaces leaves out',
    remedy: 'Change one of the two.',
  },
  layer2Failed: { says: 'what is answered for could not be changed', remedy: 'Report it, with `error`.' },
  layer2Unavailable: {
    says: 'this machine cannot answer ARP and NDP',
    remedy: 'See `error`: it needs Linux, NET_RAW and the addon netsys.',
  },
  peerRefused: { says: 'the configuration of the peer is not possible here', remedy: 'See the message.' },
  routeRefused: {
    says: 'a route cannot be said as it is, and the others go on',
    remedy: 'See the message: it names the field and the value.',
  },
  malformedUpdate: {
    says: 'an UPDATE had errors that RFC 7606 lets pass',
    remedy: 'See the policies of the router.',
  },
  leaseFailed: {
    says: 'a Lease could not be read or written',
    remedy: 'See the rights of the service account, and the API server.',
  },
  statusFailed: {
    says: 'the status of an object could not be written',
    remedy: 'Apply the roles of deploy/access.yaml, and see the API server.',
  },
  serverUnavailable: {
    says: 'the API server does not answer',
    remedy: 'Nothing stops meanwhile; see the server.',
  },
  forbidden: { says: 'the API server refuses a kind', remedy: 'Apply the roles of deploy/access.yaml.' },
  syntax: { says: 'a file is no YAML', remedy: 'Correct the line that `origin` names.' },
  noLocalNode: {
    says: 'no Node object has an address of this machine',
    remedy: 'Add a Node with its InternalIP.',
  },
  stateUnwritable: {
    says: 'the file that remembers addresses cannot be written',
    remedy: 'Set --state-file to a place that can be written; until then a restart may move addresses.',
  },
};

import { metallb } from './problems.ts';

/** The usual objects of MetalLB, by the inside of their spec. */
export const peer = (spec: string): string => metallb('BGPPeer', 'p', spec, 'v1beta2');
export const pool = (spec: string, name = 'a'): string => metallb('IPAddressPool', name, spec);
export const bgp = (spec: string, name = 'x'): string => metallb('BGPAdvertisement', name, spec);
export const l2 = (spec: string, name = 'x'): string => metallb('L2Advertisement', name, spec);
export const bfd = (spec: string): string => metallb('BFDProfile', 'b', spec);
/** A spec of a peer that needs nothing more. */
export const sound = 'myASN: 64500, peerASN: 64501, peerAddress: 192.0.2.254';
/** A pool of 256 addresses. */
export const ten = pool('addresses: [192.0.2.0/24]');

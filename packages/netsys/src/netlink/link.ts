import { macFromBytes, macToBytes, NO_MAC } from '@fairlead/inet';
import type { InterfaceFlag, MacvlanOptions, NetworkInterface } from '../network.ts';
import { cString, decodeAttributes, readCString, readU32, u32 } from './message.ts';
import { change, dump } from './socket.ts';

export const RTM_NEWLINK = 16;
export const RTM_DELLINK = 17;

/** An interface as RTM_NEWLINK describes it (rtnetlink(7)): all but its addresses; `null` for another family's view. */
export function decodeLink(body: Uint8Array): Omit<NetworkInterface, 'addresses'> | null {
  if (body.length < HEADER || body[0] !== AF_UNSPEC) return null;
  const view = new DataView(body.buffer, body.byteOffset);
  const hardware = view.getUint16(2, true);
  const flags = view.getUint32(8, true);
  const attributes = decodeAttributes(body.subarray(HEADER));
  const info = attributes.get(IFLA_LINKINFO);
  const address = attributes.get(IFLA_ADDRESS);
  const mac = hardware === ARPHRD_ETHER && address?.length === 6 ? macFromBytes(address) : null;
  return {
    index: view.getInt32(4, true),
    name: readCString(attributes.get(IFLA_IFNAME)) ?? '',
    kind: info === undefined ? null : readCString(decodeAttributes(info).get(IFLA_INFO_KIND)),
    mac: mac === NO_MAC ? null : mac,
    mtu: readU32(attributes.get(IFLA_MTU)) ?? 0,
    flags: FLAGS.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name),
    carrier: (flags & IFF_LOWER_UP) !== 0,
    master: readU32(attributes.get(IFLA_MASTER)),
    parent: readU32(attributes.get(IFLA_LINK)),
  };
}

export function listLinks(): readonly Omit<NetworkInterface, 'addresses'>[] {
  return dump({ type: RTM_GETLINK, header: linkHeader(0) }).flatMap(({ type, body }) => {
    const link = type === RTM_NEWLINK ? decodeLink(body) : null;
    return link === null ? [] : [link];
  });
}

/** Makes a macvlan in private mode, down, and deaf to ARP: the kernel must not answer with its MAC. */
export function addMacvlan({ parentIndex, name, mac }: MacvlanOptions): void {
  change(
    {
      type: RTM_NEWLINK,
      flags: NLM_F_EXCL | NLM_F_CREATE,
      header: linkHeader(0, IFF_NOARP),
      attributes: [
        { type: IFLA_LINK, value: u32(parentIndex) },
        { type: IFLA_IFNAME, value: cString(name) },
        { type: IFLA_ADDRESS, value: macToBytes(mac) },
        {
          type: IFLA_LINKINFO,
          value: [
            { type: IFLA_INFO_KIND, value: cString('macvlan') },
            { type: IFLA_INFO_DATA, value: [{ type: IFLA_MACVLAN_MODE, value: u32(MACVLAN_MODE_PRIVATE) }] },
          ],
        },
      ],
    },
    `creating macvlan ${name} with ${mac} on interface ${parentIndex}`,
  );
}

/** Keeps the kernel from giving an interface a link-local address, and so from speaking on it. */
export function withoutLinkLocalAddress(index: number): void {
  const inet6 = { type: AF_INET6, value: [{ type: IFLA_INET6_ADDR_GEN_MODE, value: Uint8Array.of(1) }] };
  change(
    {
      type: RTM_SETLINK,
      header: linkHeader(index),
      attributes: [{ type: IFLA_AF_SPEC, value: [inet6] }],
    },
    `silencing interface ${index}`,
  );
}

export function bringUp(index: number): void {
  change({ type: RTM_SETLINK, header: linkHeader(index, IFF_UP) }, `bringing up interface ${index}`);
}

export function removeLink(index: number): void {
  change({ type: RTM_DELLINK, header: linkHeader(index) }, `removing interface ${index}`);
}

/** `struct ifinfomsg`. */
function linkHeader(index: number, flags = 0): Uint8Array {
  const header = new Uint8Array(HEADER);
  const view = new DataView(header.buffer);
  view.setInt32(4, index, true);
  view.setUint32(8, flags, true);
  view.setUint32(12, flags, true);
  return header;
}

const HEADER = 16;
const AF_UNSPEC = 0;
const AF_INET6 = 10;
const RTM_GETLINK = 18;
const RTM_SETLINK = 19;
const ARPHRD_ETHER = 1;
const IFF_UP = 1;
const IFF_NOARP = 0x80;
const IFF_LOWER_UP = 0x10000;
const FLAGS: readonly (readonly [number, InterfaceFlag])[] = [
  [IFF_UP, 'up'],
  [0x2, 'broadcast'],
  [0x8, 'loopback'],
  [0x10, 'pointToPoint'],
  [0x40, 'running'],
  [IFF_NOARP, 'noArp'],
  [0x100, 'promiscuous'],
  [0x1000, 'multicast'],
];
const IFLA_ADDRESS = 1;
const IFLA_IFNAME = 3;
const IFLA_MTU = 4;
const IFLA_LINK = 5;
const IFLA_MASTER = 10;
const IFLA_LINKINFO = 18;
const IFLA_AF_SPEC = 26;
const IFLA_INET6_ADDR_GEN_MODE = 8;
const IFLA_INFO_KIND = 1;
const IFLA_INFO_DATA = 2;
const IFLA_MACVLAN_MODE = 1;
const MACVLAN_MODE_PRIVATE = 1;
const NLM_F_EXCL = 0x200;
const NLM_F_CREATE = 0x400;

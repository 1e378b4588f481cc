import { addressFromBytes } from '@fairlead/inet';
import type { InterfaceAddress } from '../network.ts';
import { decodeAttributes } from './message.ts';
import { dump } from './socket.ts';

export const RTM_NEWADDR = 20;
export const RTM_DELADDR = 21;

/** An address and the index of its interface, as RTM_NEWADDR describes them (rtnetlink(7)). */
export function decodeAddress(
  body: Uint8Array,
): { readonly index: number; readonly address: InterfaceAddress } | null {
  if (body.length < HEADER) return null;
  const view = new DataView(body.buffer, body.byteOffset);
  const attributes = decodeAttributes(body.subarray(HEADER));
  const octets = attributes.get(IFA_LOCAL) ?? attributes.get(IFA_ADDRESS);
  if (octets === undefined || (octets.length !== 4 && octets.length !== 16)) return null;
  return {
    index: view.getUint32(4, true),
    address: { address: addressFromBytes(octets), length: view.getUint8(1) },
  };
}

export function listAddresses(): readonly { readonly index: number; readonly address: InterfaceAddress }[] {
  return dump({ type: RTM_GETADDR, header: new Uint8Array(HEADER) }).flatMap(({ type, body }) => {
    const address = type === RTM_NEWADDR ? decodeAddress(body) : null;
    return address === null ? [] : [address];
  });
}

const HEADER = 8;
const RTM_GETADDR = 22;
const IFA_ADDRESS = 1;
const IFA_LOCAL = 2;

import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import type { FrameBatch, NetworkInterface, PacketSocket, PacketSocketOptions } from '@fairlead/netsys';
import type { World } from './networkCase.ts';

/** The frames as hexadecimal digits. */
export function hexOf({ octets, starts, lengths, count }: FrameBatch): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const start = starts[index] ?? 0;
    return Buffer.from(octets.subarray(start, start + (lengths[index] ?? 0))).toString('hex');
  });
}

export function batchOf(...frames: readonly string[]): FrameBatch {
  const parts = frames.map((hex) => Buffer.from(hex, 'hex'));
  const lengths = Uint32Array.from(parts, ({ length }) => length);
  let end = 0;
  const starts = lengths.map((length) => (end += length) - length);
  return { octets: new Uint8Array(Buffer.concat(parts)), starts, lengths, count: parts.length };
}

/** An ARP request for an address that ends in `last`. */
export function arp(last: number, destination = 'ffffffffffff', tag = ''): string {
  const host = last.toString(16).padStart(4, '0');
  return `${destination}020000000009${tag}08060001080006040001020000000009c0000209000000000000c000${host}`;
}

/** An ICMPv6 message of a type (or what another next header makes of it), to all nodes. */
export function icmpv6(type: number, nextHeader = '3a'): string {
  const source = 'fe800000000000000000000000000009';
  const allNodes = 'ff020000000000000000000000000001';
  const body = `${type.toString(16).padStart(2, '0')}00000000000000${source}`;
  return `33330000000102000000000986dd600000000018${nextHeader}ff${source}${allNodes}${body}`;
}

export function interfaceOf({ network }: World, name: string): NetworkInterface {
  const found = network.interfaces().find((each) => each.name === name);
  if (found === undefined) throw new Error(`no interface ${name}`);
  return found;
}

/** A socket and all that it got. */
export interface Ear {
  readonly socket: PacketSocket;
  readonly heard: string[];
  downs: number;
}

export function listenOn(
  world: World,
  name: string,
  options: Partial<PacketSocketOptions> & Pick<PacketSocketOptions, 'protocol'>,
): Ear {
  const heard: string[] = [];
  const ear = { heard, downs: 0 };
  const socket = world.network.openPacketSocket({
    interfaceIndex: interfaceOf(world, name).index,
    onFrames: (batch) => heard.push(...hexOf(batch)),
    onDown: () => ear.downs++,
    ...options,
  });
  return Object.assign(ear, { socket });
}

export async function hears(ear: Ear, ...frames: readonly string[]): Promise<void> {
  await eventually('all frames', () => (ear.heard.length >= frames.length ? true : null), {
    every: 2,
    within: 3000,
  });
  expect(ear.heard.splice(0)).to.deep.equal(frames);
}

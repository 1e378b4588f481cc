import type { PacketProtocol } from '../network.ts';

/** The classic BPF program (Linux socket(7), SO_ATTACH_FILTER) of a packet socket, eight octets per instruction. */
export function packetFilter(protocol: PacketProtocol, vlan: number | null): Uint8Array {
  const onVlan = vlan === null ? [NOT_OTHER_HOST] : onlyVlan(vlan);
  return assemble([...onVlan, ...CONDITIONS[protocol]]);
}

/** A load into the accumulator, a mask, and the values that let the frame pass. */
interface Condition {
  readonly load: number;
  readonly at: number;
  readonly mask?: number;
  readonly oneOf: readonly number[];
  readonly unless?: boolean;
}

function onlyVlan(vlan: number): readonly Condition[] {
  return [
    { load: LOAD_HALF, at: ANCILLARY_VLAN_TAG_PRESENT, oneOf: [1] },
    { load: LOAD_HALF, at: ANCILLARY_VLAN_TAG, mask: 0x0fff, oneOf: [vlan] },
  ];
}

function assemble(conditions: readonly Condition[]): Uint8Array {
  const instructions: Instruction[] = [];
  const toDrop: { readonly at: number; readonly field: 'whenTrue' | 'whenFalse' }[] = [];
  for (const { load, at, mask, oneOf, unless = false } of conditions) {
    instructions.push({ code: load, value: at });
    if (mask !== undefined) instructions.push({ code: AND, value: mask });
    oneOf.forEach((value, index) => {
      const isLast = index === oneOf.length - 1;
      if (isLast) toDrop.push({ at: instructions.length, field: unless ? 'whenTrue' : 'whenFalse' });
      instructions.push({ code: JUMP_IF_EQUAL, value, whenTrue: isLast ? 0 : oneOf.length - 1 - index });
    });
  }
  instructions.push({ code: RETURN, value: WHOLE_FRAME });
  for (const { at, field } of toDrop) {
    const jump = instructions[at];
    if (jump !== undefined) instructions[at] = { ...jump, [field]: instructions.length - at - 1 };
  }
  instructions.push({ code: RETURN, value: 0 });
  return encode(instructions);
}

interface Instruction {
  readonly code: number;
  readonly value: number;
  readonly whenTrue?: number;
  readonly whenFalse?: number;
}

function encode(instructions: readonly Instruction[]): Uint8Array {
  const octets = new Uint8Array(instructions.length * 8);
  const view = new DataView(octets.buffer);
  instructions.forEach(({ code, value, whenTrue = 0, whenFalse = 0 }, index) => {
    view.setUint16(index * 8, code, true);
    view.setUint8(index * 8 + 2, whenTrue);
    view.setUint8(index * 8 + 3, whenFalse);
    view.setUint32(index * 8 + 4, value >>> 0, true);
  });
  return octets;
}

const LOAD_HALF = 0x28;
const LOAD_OCTET = 0x30;
const AND = 0x54;
const JUMP_IF_EQUAL = 0x15;
const RETURN = 0x06;
const WHOLE_FRAME = 0x40000;

const ANCILLARY = -0x1000;
const ANCILLARY_PACKET_TYPE = ANCILLARY + 4;
const ANCILLARY_VLAN_TAG = ANCILLARY + 44;
const ANCILLARY_VLAN_TAG_PRESENT = ANCILLARY + 48;
const OTHER_HOST = 3;

/** Frames of other VLANs reach a socket of one protocol untagged, but marked as another host's. */
const NOT_OTHER_HOST: Condition = {
  load: LOAD_OCTET,
  at: ANCILLARY_PACKET_TYPE,
  oneOf: [OTHER_HOST],
  unless: true,
};
const ARP: readonly Condition[] = [{ load: LOAD_HALF, at: 12, oneOf: [0x0806] }];
const CONDITIONS: Readonly<Record<PacketProtocol, readonly Condition[]>> = {
  arp: ARP,
  ndp: icmpv6(135, 136),
  routerDiscovery: icmpv6(133, 134),
};

function icmpv6(...types: readonly number[]): readonly Condition[] {
  return [
    { load: LOAD_HALF, at: 12, oneOf: [0x86dd] },
    { load: LOAD_OCTET, at: 20, oneOf: [58] },
    { load: LOAD_OCTET, at: 54, oneOf: types },
  ];
}

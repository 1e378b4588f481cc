import { expect } from 'chai';
import { internetChecksum, millis } from '@fairlead/inet';
import { DROP_REASONS } from '@fairlead/l2-core';
import type { DropReason } from '@fairlead/l2-core';
import { mac, owned, TestHost } from './support/segment.ts';
import { octets, vector } from './support/vector.ts';

const KERNEL = '22:be:f3:34:2e:19';
const ARP = vector('arpRequestByKernel');
const NS = vector('solicitationByKernel');
const DAD = changed(vector('duplicateDetectionByKernel'), 6, '020000000007');
const NA = changed(vector('advertisementByKernel'), 6, '020000000007');

type Case = readonly [what: string, frame: Uint8Array, host?: () => TestHost];

/** For each reason at least one frame that differs from a good one by just that. */
const cases: Readonly<Record<DropReason, readonly Case[]>> = {
  truncated: [
    ['no octet', new Uint8Array()],
    ['half an Ethernet header', ARP.subarray(0, 13)],
    ['half a tag', octets('ffffffffffff 2ad8a81f10b5 8100 00')],
    ['ARP without its last octet', ARP.subarray(0, 41)],
    ['IPv6 without its last octet', NS.subarray(0, 53)],
    ['a payload shorter than its length says', NS.subarray(0, 85)],
    ['a solicitation without its target', reframed(NS, (payload) => payload.subarray(0, 20))],
  ],
  otherEtherType: [
    ['IPv4', changed(ARP, 12, '0800')],
    ['two tags', octets('ffffffffffff 2ad8a81f10b5 81000000 81000064 0806')],
  ],
  arpHardwareType: [['Infiniband', changed(ARP, 14, '0020')]],
  arpProtocolType: [['IPv6', changed(ARP, 16, '86dd')]],
  arpAddressLength: [
    ['MAC addresses of 8 octets', changed(ARP, 18, '08')],
    ['protocol addresses of 16', changed(ARP, 19, '10')],
  ],
  arpOperation: [
    ['0', changed(ARP, 20, '0000')],
    ['reverse ARP', changed(ARP, 20, '0003')],
  ],
  ipv6Version: [['4', changed(NS, 14, '40')]],
  notIcmpv6: [['UDP', changed(NS, 20, '11')]],
  notNeighborDiscovery: [['a router advertisement', icmpChanged(NS, 0, '86')]],
  hopLimit: [['254, so it came through a router', changed(NS, 21, 'fe')]],
  checksum: [['one bit off', changed(NS, 56, '3a7a')]],
  icmpv6Code: [['1', icmpChanged(NS, 1, '01')]],
  multicastTarget: [['ff02::1', icmpChanged(NS, 8, 'ff02')]],
  optionLength: [
    ['0', icmpChanged(NS, 25, '00')],
    ['beyond the message', icmpChanged(NS, 25, '02')],
    ['one octet left over', reframed(NS, (payload) => payload.subarray(0, 25))],
  ],
  linkLayerAddressFromUnspecified: [['in duplicate detection', icmpChanged(DAD, 24, '0101')]],
  unspecifiedToOtherThanSolicitedNode: [
    ['to all nodes', addressChanged(DAD, 38, 'ff020000000000000000000000000001')],
  ],
  solicitedToMulticast: [['to all nodes', addressChanged(NA, 38, 'ff020000000000000000000000000001')]],
  otherVlan: [
    ['a tagged frame on an untagged link', tagged(ARP, 100)],
    ['an untagged frame on a VLAN', ARP, () => hostOn(100)],
    ['a frame of another VLAN', tagged(ARP, 101), () => hostOn(100)],
  ],
  ownFrame: [
    ['sent by us, come back', changed(ARP, 6, '22bef3342e19')],
    [
      'our announcement by a repeater with its own MAC',
      changed(changed(ARP, 22, '22bef3342e19'), 28, 'c0000202'),
    ],
    ['our advertisement by a repeater with its own MAC', NA],
  ],
  otherDestination: [
    ['unicast ARP to a third host', changed(ARP, 0, '020000000003')],
    ['unicast solicitation to a third host', changed(NS, 0, '020000000003')],
  ],
  groupSource: [['from a group', changed(ARP, 6, '0100')]],
  invalidSender: [
    ['ARP sender MAC of zeros', changed(ARP, 22, '000000000000')],
    ['ARP sender MAC of a group', changed(ARP, 22, 'ffffffffffff')],
    ['ARP sender address of a group', changed(ARP, 28, 'e0000001')],
    ['ARP sender address of broadcast', changed(ARP, 28, 'ffffffff')],
    ['solicitation from a group', addressChanged(NS, 22, 'ff02')],
    ['link-layer address option of a group', icmpChanged(NS, 26, 'ffffffffffff')],
  ],
  notOwned: [
    ['who-has of a third address', changed(ARP, 41, '03')],
    ['announcement of a third host', vector('gratuitousRequestByArping')],
    ['solicitation of a third address', icmpChanged(NS, 23, '03')],
    ['advertisement of a third host', icmpChanged(NA, 23, '03')],
  ],
  notYetClaimed: [
    ['ARP while probing', ARP, probing],
    ['solicitation while probing', NS, probing],
    ['ARP while the link is down', ARP, downHost],
  ],
  yielded: [
    ['ARP after another host had it', ARP, yieldedHost],
    ['solicitation after another host had it', NS, yieldedHost],
  ],
  replyOfOther: [
    [
      'an ARP reply of a third host to us',
      changed(vector('arpReplyByKernel'), 38, 'c0000202', 28, 'c0000207', 6, '020000000007'),
    ],
  ],
};

describe('a frame is dropped with the reason', () => {
  for (const reason of DROP_REASONS) {
    for (const [what, frame, make] of cases[reason]) {
      it(`${reason}: ${what}`, () => {
        const host = (make ?? hostOf)();
        const before = host.responder.statistics().received[reason];
        expect(host.receive(frame)).to.equal(reason);
        expect(host.takeFrames()).to.deep.equal([]);
        expect(host.responder.statistics().received[reason]).to.equal(before + 1);
      });
    }
  }
});

function hostOf(): TestHost {
  return hostOn(null);
}

function hostOn(vlan: number | null): TestHost {
  const host = new TestHost(KERNEL, { refresh: millis(0) }, vlan);
  host.own(owned('192.0.2.2', '2001:db8::2'));
  return host;
}

function probing(): TestHost {
  const host = new TestHost(KERNEL);
  host.own(owned('192.0.2.2', '2001:db8::2').map((each) => ({ ...each, probe: true })));
  return host;
}

function downHost(): TestHost {
  const host = hostOf();
  host.responder.linkChanged({ mac: mac(KERNEL), isUp: false, vlan: null }, host.now);
  return host;
}

function yieldedHost(): TestHost {
  const host = new TestHost(KERNEL, { conflict: 'yield' });
  host.own(owned('192.0.2.2', '2001:db8::2'));
  host.receive(changed(vector('gratuitousRequestByArping'), 28, 'c0000202', 38, 'c0000202'));
  host.receive(icmpChanged(NA, 26, '020000000009', 6, '020000000009'));
  return host;
}

/** The frame with other octets at places given as offset and hexadecimal digits. */
function changed(frame: Uint8Array, ...changes: readonly (number | string)[]): Uint8Array {
  const copy = frame.slice();
  for (let i = 0; i < changes.length; i += 2) copy.set(octets(String(changes[i + 1])), Number(changes[i]));
  return copy;
}

/** The same below the ICMPv6 header, the first change only, with the checksum made right; others count from the frame. */
function icmpChanged(
  frame: Uint8Array,
  at: number,
  hex: string,
  ...others: readonly (number | string)[]
): Uint8Array {
  return withChecksum(changed(frame, at + 54, hex, ...others));
}

function addressChanged(frame: Uint8Array, at: number, hex: string): Uint8Array {
  return withChecksum(changed(frame, at, hex));
}

function reframed(frame: Uint8Array, change: (payload: Uint8Array) => Uint8Array): Uint8Array {
  const payload = change(frame.slice(54));
  const shorter = Uint8Array.of(...frame.subarray(0, 54), ...payload);
  shorter.set([payload.length >> 8, payload.length & 255], 18);
  return withChecksum(shorter);
}

function withChecksum(frame: Uint8Array): Uint8Array {
  frame.set([0, 0], 56);
  const sum = internetChecksum(frame.subarray(22), frame.length - 54 + 58);
  frame.set([sum >> 8, sum & 255], 56);
  return frame;
}

function tagged(frame: Uint8Array, vlan: number): Uint8Array {
  return Uint8Array.of(...frame.subarray(0, 12), 0x81, 0, vlan >> 8, vlan & 255, ...frame.subarray(12));
}

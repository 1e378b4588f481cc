import { expect } from 'chai';
import { Reader } from '@fairlead/inet';
import {
  ETHER_TYPE,
  FrameBuffer,
  readArp,
  readEthernet,
  readNeighbor,
  writeArp,
  writeEthernet,
  writeNeighbor,
} from '@fairlead/l2-core/wire';
import { describeFrame } from '../support/describeFrame.ts';
import { vector, vectorNames } from '../support/vector.ts';

const ARPING = '2a:d8:a8:1f:10:b5';
const KERNEL = '22:be:f3:34:2e:19';

/** What tcpdump says of each captured frame, in our words. */
const meanings: Readonly<Record<string, string>> = {
  arpRequestByArping: `${ARPING} > ff:ff:ff:ff:ff:ff request ${ARPING} 192.0.2.1 > ff:ff:ff:ff:ff:ff 192.0.2.2`,
  arpReplyByKernel: `${KERNEL} > ${ARPING} reply ${KERNEL} 192.0.2.2 > ${ARPING} 192.0.2.1`,
  arpProbeByArping: `${ARPING} > ff:ff:ff:ff:ff:ff request ${ARPING} 0.0.0.0 > ff:ff:ff:ff:ff:ff 192.0.2.2`,
  arpReplyToProbeByKernel: `${KERNEL} > ${ARPING} reply ${KERNEL} 192.0.2.2 > ${ARPING} 0.0.0.0`,
  gratuitousRequestByArping: `${ARPING} > ff:ff:ff:ff:ff:ff request ${ARPING} 192.0.2.1 > ff:ff:ff:ff:ff:ff 192.0.2.1`,
  gratuitousReplyByArping: `${ARPING} > ff:ff:ff:ff:ff:ff reply ${ARPING} 192.0.2.1 > ${ARPING} 192.0.2.1`,
  arpRequestByKernel: `${ARPING} > ff:ff:ff:ff:ff:ff request ${ARPING} 192.0.2.1 > 00:00:00:00:00:00 192.0.2.2`,
  arpUnicastRequestByKernel: `${KERNEL} > ${ARPING} request ${KERNEL} 192.0.2.2 > 00:00:00:00:00:00 192.0.2.1`,
  duplicateDetectionByKernel: `${KERNEL} > 33:33:ff:00:00:02 :: > ff02::1:ff00:2 solicitation 2001:db8::2 without option`,
  solicitationByNdisc6: `${ARPING} > 33:33:ff:00:00:02 fe80::28d8:a8ff:fe1f:10b5 > ff02::1:ff00:2 solicitation 2001:db8::2 ${ARPING}`,
  advertisementToNdisc6ByKernel: `${KERNEL} > ${ARPING} 2001:db8::2 > fe80::28d8:a8ff:fe1f:10b5 advertisement SO 2001:db8::2 ${KERNEL}`,
  solicitationByKernel: `${ARPING} > 33:33:ff:00:00:02 2001:db8::1 > ff02::1:ff00:2 solicitation 2001:db8::2 ${ARPING}`,
  advertisementByKernel: `${KERNEL} > ${ARPING} 2001:db8::2 > 2001:db8::1 advertisement SO 2001:db8::2 ${KERNEL}`,
  unicastSolicitationByKernel: `${KERNEL} > ${ARPING} fe80::20be:f3ff:fe34:2e19 > 2001:db8::1 solicitation 2001:db8::1 ${KERNEL}`,
  advertisementWithoutOptionByKernel: `${ARPING} > ${KERNEL} 2001:db8::1 > fe80::20be:f3ff:fe34:2e19 advertisement S 2001:db8::1 without option`,
};

/** Where our encoder does not write what these senders wrote: a nonce, a flow label. */
const NOT_OURS = ['duplicateDetectionByKernel', 'solicitationByNdisc6'];

describe('the codecs, on frames of others', () => {
  for (const name of vectorNames()) {
    it(`reads ${name}`, () => {
      expect(describeFrame(vector(name))).to.equal(meanings[name]);
    });
  }

  for (const name of vectorNames().filter((each) => !NOT_OURS.includes(each))) {
    it(`writes ${name} as it was`, () => {
      expect(encodedAgain(vector(name))).to.deep.equal(vector(name));
    });
  }

  it('reads a frame within a larger array', () => {
    const frame = vector('arpRequestByKernel');
    const larger = Uint8Array.of(1, 2, 3, ...frame, 9, 9);
    const reader = new Reader(larger, 3, 3 + frame.length);
    expect(readEthernet(reader)).to.deep.include({ etherType: ETHER_TYPE.arp, vlan: null });
    expect(readArp(reader)).to.deep.include({ operation: 'request', targetAddress: 0xc0000202 });
  });

  it('reads and writes an 802.1Q tag', () => {
    const plain = vector('arpRequestByKernel');
    const tagged = Uint8Array.of(...plain.subarray(0, 12), 0x81, 0x00, 0x60, 0x64, ...plain.subarray(12));
    expect(readEthernet(new Reader(tagged))).to.deep.include({ vlan: 100, etherType: ETHER_TYPE.arp });
    const written = encodedAgain(tagged);
    tagged[14] = 0;
    expect(written).to.deep.equal(tagged);
  });

  it('reads a tag of VLAN 0 as a priority only', () => {
    const plain = vector('arpRequestByKernel');
    const tagged = Uint8Array.of(...plain.subarray(0, 12), 0x81, 0x00, 0xa0, 0x00, ...plain.subarray(12));
    expect(readEthernet(new Reader(tagged))).to.deep.include({ vlan: null, etherType: ETHER_TYPE.arp });
  });
});

function encodedAgain(frame: Uint8Array): Uint8Array {
  const reader = new Reader(frame);
  const frames = new FrameBuffer(1);
  const header = readEthernet(reader);
  if (typeof header === 'string') throw new Error(header);
  writeEthernet(frames, header);
  if (header.etherType === ETHER_TYPE.arp) {
    const packet = readArp(reader);
    if (typeof packet === 'string') throw new Error(packet);
    writeArp(frames, packet);
  } else {
    const message = readNeighbor(reader);
    if (typeof message === 'string') throw new Error(message);
    writeNeighbor(frames, message);
  }
  frames.end();
  return frames.frames()[0] ?? new Uint8Array();
}

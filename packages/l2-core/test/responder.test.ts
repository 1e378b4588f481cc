import { expect } from 'chai';
import { owned, TestHost } from './support/segment.ts';
import { vector } from './support/vector.ts';

/** The host that the kernel's answers in the vectors came from. */
const KERNEL = '22:be:f3:34:2e:19';

describe('a responder answers as the kernel of Linux does', () => {
  const pairs = [
    ['arpRequestByArping', 'arpReplyByKernel'],
    ['arpRequestByKernel', 'arpReplyByKernel'],
    ['arpProbeByArping', 'arpReplyToProbeByKernel'],
    ['solicitationByNdisc6', 'advertisementToNdisc6ByKernel'],
    ['solicitationByKernel', 'advertisementByKernel'],
  ] as const;
  for (const [request, reply] of pairs) {
    it(`${reply} to ${request}, octet for octet`, () => {
      const host = new TestHost(KERNEL);
      host.own(owned('192.0.2.2', '2001:db8::2'));
      expect(host.answer(vector(request))).to.deep.equal([vector(reply)]);
    });
  }

  it('and counts for each address what was asked, answered and announced', () => {
    const host = new TestHost(KERNEL);
    host.own(owned('192.0.2.2', '2001:db8::2'));
    host.answer(vector('arpRequestByKernel'));
    host.answer(vector('arpRequestByKernel'));
    host.answer(vector('solicitationByKernel'));
    host.pass(120);
    const counts = host.responder
      .status()
      .map(({ address, requests, replies, unasked }) => [address, requests, replies, unasked]);
    expect(counts).to.deep.equal([
      ['192.0.2.2', 2, 2, 4],
      ['2001:db8::2', 1, 1, 2],
    ]);
  });

  it('in the form of arping for a takeover of IPv4', () => {
    const host = new TestHost('2a:d8:a8:1f:10:b5');
    const [request, reply] = host.own(owned('192.0.2.1'));
    const announced = vector('gratuitousRequestByArping');
    announced.fill(0, 32, 38);
    expect([request, reply]).to.deep.equal([announced, vector('gratuitousReplyByArping')]);
  });
});

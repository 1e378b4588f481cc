import { expect } from 'chai';
import fc from 'fast-check';
import { ipv4FromNumber, millis } from '@fairlead/inet';
import type { IpAddress } from '@fairlead/inet';
import { describeFrame } from './support/describeFrame.ts';
import { question } from './support/question.ts';
import { address, mac, TestHost } from './support/segment.ts';
import { vector, vectorNames } from './support/vector.ts';

const OURS = '02:00:00:00:00:01';
const ASKER = mac('02:00:00:00:00:02');
const POOL: readonly IpAddress[] = [
  ...[1, 2, 3].map((host) => ipv4FromNumber(0xc0000200 + host)),
  ...['2001:db8::1', '2001:db8::2', '2001:db8:0:1::1'].map(address),
];

type Command =
  | { readonly kind: 'own'; readonly addresses: readonly IpAddress[] }
  | { readonly kind: 'claim' | 'release' | 'ask'; readonly address: IpAddress }
  | { readonly kind: 'link'; readonly isUp: boolean }
  | { readonly kind: 'pass'; readonly span: number };

const anyAddress = fc.constantFrom(...POOL);
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ kind: fc.constant('own' as const), addresses: fc.subarray([...POOL]) }),
  fc.record({
    kind: fc.constantFrom('claim' as const, 'release' as const, 'ask' as const),
    address: anyAddress,
  }),
  fc.record({ kind: fc.constant('link' as const), isUp: fc.boolean() }),
  fc.record({ kind: fc.constant('pass' as const), span: fc.nat(5000) }),
);

describe('a responder, whatever is asked of it', () => {
  it('answers for what it owns, and sends no frame for anything else', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        const host = new TestHost(OURS);
        const wanted = new Set<IpAddress>();
        let isUp = true;
        for (const each of commands) {
          const frames = carryOut(host, each, wanted);
          if (each.kind === 'link') isUp = each.isUp;
          const speakers = frames.map((frame) => describeFrame(frame));
          for (const said of speakers) expect([...wanted].some((own) => said.includes(own))).to.equal(true);
          if (each.kind === 'ask') expect(frames.length).to.equal(isUp && wanted.has(each.address) ? 1 : 0);
          if (!isUp) expect(frames).to.deep.equal([]);
        }
        expect(new Set(host.responder.status().map((status) => status.address))).to.deep.equal(wanted);
      }),
    );
  });

  it('takes any octets without an exception, and answers with one frame at most', () => {
    const host = new TestHost(OURS);
    host.own(POOL.map((each) => ({ address: each })));
    const noise = fc.uint8Array({ maxLength: 200 });
    const mutated = fc
      .tuple(
        fc.constantFrom(...vectorNames()),
        fc.array(fc.tuple(fc.nat(90), fc.nat(255)), { maxLength: 4 }),
        fc.nat(95),
      )
      .map(([name, changes, length]) => {
        const frame = vector(name).slice(0, length);
        for (const [at, value] of changes) frame[at] = value;
        return frame;
      });
    fc.assert(
      fc.property(fc.oneof(noise, mutated), (frame) => {
        host.responder.frames.ipv4.clear();
        host.responder.frames.ipv6.clear();
        host.receive(frame);
        const { ipv4, ipv6 } = host.responder.frames;
        expect(ipv4.count + ipv6.count).to.be.at.most(1);
      }),
      { numRuns: 2000 },
    );
  });

  it('wakes up too often without a difference', () => {
    const [exact, nervous] = [new TestHost(OURS), new TestHost(OURS)];
    const owned = POOL.map((each) => ({ address: each }));
    exact.own(owned);
    nervous.own(owned);
    const sent = Array.from({ length: 300 }, () => {
      nervous.now = millis(nervous.now + 20);
      nervous.responder.deadlineReached(nervous.now);
      return nervous.takeFrames();
    });
    expect(sent.flat().length).to.equal(exact.pass(6000).length);
  });
});

function carryOut(host: TestHost, command: Command, wanted: Set<IpAddress>): readonly Uint8Array[] {
  switch (command.kind) {
    case 'own':
      wanted.clear();
      for (const each of command.addresses) wanted.add(each);
      return host.own(command.addresses.map((each) => ({ address: each })));
    case 'claim':
      wanted.add(command.address);
      host.responder.claim({ address: command.address }, host.now);
      return host.takeFrames();
    case 'release':
      wanted.delete(command.address);
      host.responder.release(command.address);
      return host.takeFrames();
    case 'ask':
      return host.answer(
        question(
          ASKER,
          address(command.address.includes(':') ? '2001:db8::9' : '192.0.2.9'),
          command.address,
        ),
      );
    case 'link':
      host.responder.linkChanged({ mac: mac(OURS), isUp: command.isUp, vlan: null }, host.now);
      return host.takeFrames();
    case 'pass':
      return host.pass(command.span).map(({ frame }) => frame);
  }
}

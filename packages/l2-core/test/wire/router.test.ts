import { expect } from 'chai';
import { Reader } from '@fairlead/inet';
import {
  ALL_NODES,
  ALL_ROUTERS,
  FrameBuffer,
  ipv6Of,
  readEthernet,
  readRouter,
  wordsOf,
  writeRouter,
} from '@fairlead/l2-core/wire';
import type { Ipv6 } from '@fairlead/inet';
import { parseIpv6 } from '@fairlead/inet';

describe('the messages of routers (RFC 4861 §4.1, §4.2)', () => {
  const router = 'fe80::b435:84ff:fe1a:6d91';
  const vectors: readonly (readonly [string, string, object])[] = [
    [
      'a solicitation of Linux',
      '333300000002b635841a6d9186dd6000000000103afffe80000000000000b43584fffe1a6d91ff02000000000000000000000000000285002f6b000000000101b635841a6d91',
      { kind: 'routerSolicitation', source: router, destination: 'ff02::2' },
    ],
    [
      'an advertisement of FRR 8.4.4',
      '333300000001b635841a6d9186dd600cc71900183afffe80000000000000b43584fffe1a6d91ff0200000000000000000000000000018600ee454000001e00000000000000000101b635841a6d91',
      { kind: 'routerAdvertisement', source: router, destination: 'ff02::1', lifetime: 30 },
    ],
  ];
  for (const [what, hex, meaning] of vectors) {
    it(`reads ${what}`, () => {
      expect(read(hex)).to.deep.equal(meaning);
    });
  }

  const [, [, advertisement]] = vectors as readonly [(typeof vectors)[0], (typeof vectors)[0]];
  const wrong: readonly (readonly [string, string])[] = [
    ['hopLimit', advertisement.replace('183aff', '183afe')],
    ['checksum', advertisement.replace('8600ee45', '8600ee46')],
    // With the checksum that the change needs.
    ['icmpv6Code', advertisement.replace('8600ee45', '8601ee44')],
    ['routerNotLinkLocal', advertisement.replace('fe80000000', '2001000000').replace('8600ee45', '8600ccc5')],
    ['notNeighborDiscovery', advertisement.replace('8600ee45', '8700ed45')],
    ['truncated', advertisement.slice(0, 130)],
  ];
  for (const [reason, hex] of wrong) {
    it(`refuses what is wrong: ${reason}`, () => {
      expect(read(hex)).to.equal(reason);
    });
  }

  it('are read as they were written', () => {
    const source = wordsOf(parseIpv6(router) as Ipv6);
    for (const message of [
      { kind: 'routerSolicitation', source, destination: ALL_ROUTERS },
      { kind: 'routerAdvertisement', source, destination: ALL_NODES, lifetime: 0 },
    ] as const) {
      const frames = new FrameBuffer();
      writeRouter(frames, message);
      frames.end();
      expect(readRouter(new Reader(frames.frames()[0] ?? new Uint8Array()))).to.deep.equal(message);
    }
  });
});

function read(hex: string): unknown {
  const reader = new Reader(new Uint8Array(Buffer.from(hex, 'hex')));
  readEthernet(reader);
  const message = readRouter(reader);
  if (typeof message === 'string') return message;
  return { ...message, source: ipv6Of(message.source), destination: ipv6Of(message.destination) };
}

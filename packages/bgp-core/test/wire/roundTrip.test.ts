import { expect } from 'chai';
import fc from 'fast-check';
import { decode, Decoder, encode, endOfRib, Framer } from '@fairlead/bgp-core/wire';
import type { DecodedMessage, ProtocolError, Update, WireContext } from '@fairlead/bgp-core/wire';
import { contexts, opens, updatesFor } from '../support/arbitrary.ts';
import { context } from '../support/context.ts';
import { hex } from '../support/octets.ts';

const updates = contexts.chain((agreed) => updatesFor(agreed).map((update) => ({ agreed, update })));

describe('decoding what was encoded', () => {
  it('gives the same UPDATE', () => {
    fc.assert(
      fc.property(updates, ({ agreed, update }) => {
        const again = decode(encode(update, agreed), agreed);
        expect(again.kind === 'update' ? { ...again.detach(), layout: null } : again).to.deep.equal(update);
      }),
    );
  });

  it('gives the same OPEN', () => {
    fc.assert(
      fc.property(opens, (open) => {
        const again = decode(encode(open, context()), context());
        expect({ ...again, layout: null }).to.deep.equal({ ...open, layout: null });
      }),
    );
  });

  it('gives the octets again when it is encoded again', () => {
    fc.assert(
      fc.property(updates, ({ agreed, update }) => {
        const octets = encode(update, agreed);
        const again = decode(octets, agreed);
        expect(again.kind === 'update' && hex(encode(again, agreed))).to.equal(hex(octets));
      }),
    );
  });

  it('gives the End-of-RIB of its family', () => {
    for (const family of ['ipv4/unicast', 'ipv6/unicast'] as const) {
      const message = decode(encode(endOfRib(family), context()), context());
      expect(message.kind === 'update' && message.endOfRib).to.equal(family);
    }
  });

  it('visits the destinations that it lists', () => {
    fc.assert(
      fc.property(updates, ({ agreed, update }) => {
        const message = decode(encode(update, agreed), agreed);
        if (message.kind !== 'update') throw new Error(message.kind);
        const seen = { withdrawn: 0, announced: 0 };
        const count = (name: keyof typeof seen) => ({ ipv4: () => seen[name]++, ipv6: () => seen[name]++ });
        message.visitWithdrawn(count('withdrawn'));
        message.visitAnnounced(count('announced'));
        expect(seen).to.deep.equal(destinationsOf(update));
      }),
    );
  });
});

describe('a decoder', () => {
  it('gives the same messages for any chunking', () => {
    const streams = contexts.chain((agreed) =>
      fc.record({
        agreed: fc.constant(agreed),
        sent: fc.array(updatesFor(agreed), { maxLength: 5 }),
        sizes: fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }),
      }),
    );
    fc.assert(
      fc.property(streams, ({ agreed, sent, sizes }) => {
        const octets = Uint8Array.from(sent.flatMap((update) => [...encode(update, agreed)]));
        const received = receive(octets, sizes, agreed).map((message) =>
          message.kind === 'update' ? { ...message.detach(), layout: null } : message,
        );
        expect(received).to.deep.equal(sent);
      }),
    );
  });

  it('never throws and never answers twice for octets that mean nothing', () => {
    fc.assert(
      fc.property(contexts, fc.uint8Array({ maxLength: 200 }), (agreed, body) => {
        const length = 19 + body.length;
        for (let type = 0; type < 7; type++) {
          const header = [...new Array<number>(16).fill(0xff), length >> 8, length & 0xff, type];
          const message = decode(Uint8Array.of(...header, ...body), agreed);
          expect(message.kind).to.be.a('string');
          if (message.kind === 'update') message.detach();
        }
      }),
    );
  });
});

function receive(
  octets: Uint8Array,
  sizes: readonly number[],
  agreed: WireContext,
): readonly (DecodedMessage | ProtocolError)[] {
  const framer = new Framer();
  const decoder = new Decoder(agreed);
  const received: (DecodedMessage | ProtocolError)[] = [];
  for (let at = 0, i = 0; at < octets.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    framer.push(octets.slice(at, at + size));
    at += size;
    for (let next = framer.next(agreed); next !== null; next = framer.next(agreed)) {
      received.push(next.kind === 'frame' ? decoder.decode(next) : next);
    }
  }
  return received;
}

function destinationsOf({ withdrawn, announced, mpReach, mpUnreach }: Update): object {
  const gone = mpUnreach.map((part) => (part.kind === 'unicast' ? part.withdrawn.length : 0));
  return {
    withdrawn: gone.reduce((sum, count) => sum + count, withdrawn.length),
    announced: announced.length + (mpReach?.kind === 'unicast' ? mpReach.announced.length : 0),
  };
}

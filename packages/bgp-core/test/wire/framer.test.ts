import { expect } from 'chai';
import fc from 'fast-check';
import { Framer } from '@fairlead/bgp-core/wire';
import { context } from '../support/context.ts';
import { hex, message, octets } from '../support/octets.ts';

const keepalive = message(4, octets(''));
const refresh = message(5, octets('00010001'));
const notification = message(3, octets('0602 05 4d61792e21'));

describe('the framer (RFC 4271 §4.1)', () => {
  it('gives the same messages for any chunking', () => {
    const messages = fc.array(fc.constantFrom(keepalive, refresh, notification), { maxLength: 20 });
    fc.assert(
      fc.property(messages, fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (sent, sizes) => {
        const received = frames(new Framer(), chunked(concatenated(sent), sizes));
        expect(received).to.deep.equal(sent.map(hex));
      }),
    );
  });

  it('leaves whole messages where they stand', () => {
    const chunk = concatenated([keepalive, refresh]);
    const framer = new Framer();
    framer.push(chunk);
    framer.next(context());
    const second = framer.next(context());
    expect(second).to.deep.equal({ kind: 'frame', octets: chunk, start: 19, end: 42 });
    expect(second?.kind === 'frame' && second.octets === chunk).to.equal(true);
  });

  it('refuses a chunk while messages of the last one wait', () => {
    const framer = new Framer();
    framer.push(concatenated([keepalive, keepalive]));
    expect(() => {
      framer.push(keepalive);
    }).to.throw(TypeError, 'were not all taken');
  });

  const errors: readonly (readonly [string, string, string, string])[] = [
    ['a marker that is not all ones', `fffffffffffffffffffffffffffffffe 0013 04`, '1/1', ''],
    ['a length below that of a header', `${marker()} 0012 04`, '1/2', '0012'],
    ['a KEEPALIVE with a body', `${marker()} 0014 04 00`, '1/2', '0014'],
    ['an OPEN that is too short', `${marker()} 001c 01`, '1/2', '001c'],
    ['an UPDATE that is too short', `${marker()} 0016 02`, '1/2', '0016'],
    ['a NOTIFICATION that is too short', `${marker()} 0014 03`, '1/2', '0014'],
    ['a ROUTE-REFRESH that is too short', `${marker()} 0016 05`, '1/2', '0016'],
    ['more than 4096 octets', `${marker()} 1001 02`, '1/2', '1001'],
    ['a type that nobody knows', `${marker()} 0013 06`, '1/3', '06'],
    ['type 0', `${marker()} 0013 00`, '1/3', '00'],
  ];
  for (const [what, header, code, data] of errors) {
    it(`answers ${what} with ${code}, and nothing behind it`, () => {
      const framer = new Framer();
      framer.push(concatenated([octets(header), keepalive]));
      const error = framer.next(context());
      const seen = error?.kind === 'protocolError' ? [`${error.code}/${error.subcode}`, hex(error.data)] : [];
      expect(seen).to.deep.equal([code, data]);
      framer.push(keepalive);
      expect(framer.next(context())).to.equal(null);
    });
  }

  it('takes 65,535 octets where that was agreed, but never for an OPEN (RFC 8654 §4)', () => {
    const extended = context({ extendedMessages: true });
    const update = message(2, new Uint8Array(65535 - 19));
    expect(framesIn(update, extended)).to.deep.equal([hex(update)]);
    expect(framesIn(message(1, new Uint8Array(4096)), extended)).to.deep.equal(['1/2']);
  });

  it('finds the error when a header arrives octet by octet', () => {
    expect(frames(new Framer(), chunked(octets(`${marker()} 0012 04`), [1]))).to.deep.equal(['1/2']);
  });
});

function frames(framer: Framer, chunks: readonly Uint8Array[], agreed = context()): readonly string[] {
  const seen: string[] = [];
  for (const chunk of chunks) {
    framer.push(chunk);
    for (let next = framer.next(agreed); next !== null; next = framer.next(agreed)) {
      seen.push(
        next.kind === 'frame'
          ? hex(next.octets.subarray(next.start, next.end))
          : `${next.code}/${next.subcode}`,
      );
    }
  }
  return seen;
}

function framesIn(chunk: Uint8Array, agreed: ReturnType<typeof context>): readonly string[] {
  return frames(new Framer(), [chunk], agreed);
}

function chunked(bytes: Uint8Array, sizes: readonly number[]): readonly Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += chunks.at(-1)?.length ?? 0) {
    chunks.push(bytes.slice(at, at + (sizes[chunks.length % sizes.length] ?? 1)));
  }
  return chunks;
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function marker(): string {
  return 'ff'.repeat(16);
}

import { expect } from 'chai';
import fc from 'fast-check';
import {
  Cease,
  ceaseWithText,
  hardReset,
  hardResetReason,
  shutdownCommunication,
} from '@fairlead/bgp-core/wire';
import { decodeUtf8, encodeUtf8, truncateUtf8 } from '../../src/wire/utf8.ts';
import { hex, octets } from '../support/octets.ts';

describe('the text of a Cease (RFC 9003 §2)', () => {
  it('is read from what was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (text) => {
        const cease = ceaseWithText(Cease.administrativeShutdown, text);
        expect(shutdownCommunication(cease)).to.equal(text);
        expect(shutdownCommunication(hardReset(cease))).to.equal(text);
      }),
    );
  });

  it('is cut to 255 octets between characters', () => {
    const { data } = ceaseWithText(Cease.administrativeReset, 'é'.repeat(200));
    expect([data[0], data.length]).to.deep.equal([254, 255]);
  });

  it('is nothing where there is none', () => {
    expect(ceaseWithText(Cease.administrativeShutdown, '').data.length).to.equal(0);
    expect(shutdownCommunication(ceaseWithText(Cease.administrativeShutdown, ''))).to.equal(null);
    expect(shutdownCommunication(ceaseWithText(Cease.outOfResources, 'text'))).to.equal(null);
  });

  it('is nothing where the octets are none', () => {
    for (const data of ['00', '05616263', '01ff', '02c080']) {
      const notification = { kind: 'notification', code: 6, subcode: 2, data: octets(data) } as const;
      expect(shutdownCommunication(notification)).to.equal(null);
    }
  });
});

describe('a hard reset (RFC 8538 §3.1)', () => {
  it('holds the reason', () => {
    const reason = ceaseWithText(Cease.administrativeReset, 'x');
    const reset = hardReset(reason);
    expect(hex(reset.data)).to.equal('06040178');
    expect(hardResetReason(reset)).to.deep.equal(reason);
    expect(hardResetReason(reason)).to.equal(null);
  });
});

describe('UTF-8 (RFC 3629)', () => {
  it('is what the platform says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        expect(hex(encodeUtf8(text))).to.equal(Buffer.from(text, 'utf8').toString('hex'));
      }),
    );
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 8 }),
          fc.string({ unit: 'binary', maxLength: 20 }).map(encodeUtf8),
        ),
        (bytes) => {
          let expected: string | null;
          try {
            expected = strict.decode(bytes);
          } catch {
            expected = null;
          }
          expect(decodeUtf8(bytes)).to.equal(expected);
        },
      ),
    );
  });

  it('is never cut inside a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.nat(20), (text, most) => {
        const cut = truncateUtf8(text, most);
        expect(cut.length).to.be.at.most(most);
        expect(text.startsWith(decodeUtf8(cut) ?? 'none')).to.equal(true);
      }),
    );
  });
});

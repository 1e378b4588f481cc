import { expect } from 'chai';
import { decode, encode } from '@fairlead/bgp-core/wire';
import type { DecodedMessage, ProtocolError } from '@fairlead/bgp-core/wire';
import { hex } from '../support/octets.ts';
import { readVectors } from '../support/vectors.ts';
import type { Vector } from '../support/vectors.ts';
import { meaningOfDaemonVectors } from './meaningOfDaemonVectors.ts';
import { meaningOfRfcVectors } from './meaningOfRfcVectors.ts';

const files = [
  ['messages written by hand from the RFCs', 'rfc.hex', meaningOfRfcVectors],
  ['messages recorded from other daemons', 'daemons.hex', meaningOfDaemonVectors],
] as const;

for (const [what, file, meanings] of files) {
  describe(what, () => {
    const vectors = readVectors(file);

    it('are all here', () => {
      expect(vectors.map(({ title }) => title)).to.deep.equal(Object.keys(meanings));
    });

    for (const vector of vectors) {
      it(`says and again becomes: ${vector.title}`, () => {
        const message = decode(vector.octets, vector.context);
        expect(plain(message)).to.deep.equal(meanings[vector.title]);
        expect(encodedAgain(message, vector)).to.equal(hex(vector.octets));
      });
    }
  });
}

/** A message without what it remembers of its octets. */
function plain(message: DecodedMessage | ProtocolError): object {
  const fields = Object.entries(message.kind === 'update' ? message.detach() : message);
  return Object.fromEntries(fields.filter(([name]) => name !== 'layout' && name !== 'errors'));
}

function encodedAgain(message: DecodedMessage | ProtocolError, { context }: Vector): string {
  return message.kind === 'protocolError' ? message.text : hex(encode(message, context));
}

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { corpusFile, skipSuite } from '@fairlead/testing';
import { expect } from 'chai';
import { Decoder, encode, Framer } from '@fairlead/bgp-core/wire';
import type { ReceivedUpdate } from '@fairlead/bgp-core/wire';
import { context } from '../support/context.ts';
import { hex } from '../support/octets.ts';

describe('UPDATEs of the Internet in 2015', () => {
  const agreed = context();
  let octets = new Uint8Array(0);

  before(function () {
    const file = corpusFile('real-updates-2015-as4.bin.gz');
    if (file === null) skipSuite(this, 'no conformance corpus; FAIRLEAD_CORPUS can name its folder');
    octets = Uint8Array.from(gunzipSync(readFileSync(file)));
  });

  it('are all decoded, but for four with AS number 0 (RFC 7607)', () => {
    const counts = { updates: 0, destinations: 0 };
    const errors: string[] = [];
    const visitor = { ipv4: () => counts.destinations++, ipv6: () => counts.destinations++ };
    for (const [update] of updates(octets)) {
      counts.updates++;
      update.visitWithdrawn(visitor);
      update.visitAnnounced(visitor);
      errors.push(...update.errors.map(({ severity, text }) => `${severity}: ${text}`));
    }
    expect(counts).to.deep.equal({ updates: 89_679, destinations: 577_740 });
    expect(errors.sort()).to.deep.equal([
      'attributeDiscard: AGGREGATOR has AS number 0',
      'attributeDiscard: AGGREGATOR has AS number 0',
      'attributeDiscard: AGGREGATOR has AS number 0',
      'treatAsWithdraw: AS_PATH has AS number 0',
    ]);
  });

  it('are encoded again to the same octets', () => {
    let changed = 0;
    for (const [update, original] of updates(octets.subarray(0, 200_000))) {
      if (update.errors.length === 0 && hex(encode(update, agreed)) !== hex(original)) changed++;
    }
    expect(changed).to.equal(0);
  });

  function* updates(stream: Uint8Array): IterableIterator<readonly [ReceivedUpdate, Uint8Array]> {
    const framer = new Framer();
    const decoder = new Decoder(agreed);
    framer.push(stream);
    for (let next = framer.next(agreed); next !== null; next = framer.next(agreed)) {
      if (next.kind === 'protocolError') throw new Error(next.text);
      const message = decoder.decode(next);
      if (message.kind !== 'update') throw new Error(message.kind);
      yield [message, next.octets.subarray(next.start, next.end)];
    }
  }
});

import { Decoder, Framer, initialContext } from '@fairlead/bgp-core/wire';
import { expect } from 'chai';
import { drain, establish } from '../bgp/establish.ts';
import { generateUpdates } from '../bgp/generateUpdates.ts';
import { internetTable } from '../bgp/internetTable.ts';
import { Tally } from '../bgp/tally.ts';

describe('the input of the BGP benchmarks', () => {
  it('has generated UPDATEs without an error, the same each time', () => {
    const octets = generateUpdates(500);
    const tally = new Tally();
    const framer = new Framer();
    const context = { ...initialContext, fourOctetAs: true };
    const decoder = new Decoder(context);
    framer.push(octets);
    for (let frame = framer.next(context); frame?.kind === 'frame'; frame = framer.next(context)) {
      const update = decoder.decode(frame);
      if (update.kind !== 'update') throw new Error(`an UPDATE was read as ${update.kind}`);
      expect(update.errors).to.deep.equal([]);
      tally.read(update);
    }
    expect(tally.messages).to.equal(500);
    expect(generateUpdates(500)).to.deep.equal(octets);
  });

  it('has a table whose routes the neighbour gets, in as few UPDATEs as there are sets of attributes', () => {
    const routes = internetTable().routes.slice(0, 2000);
    const established = establish((peer) => peer.advertise(routes));
    drain(established, () => undefined);
    const sets = new Set(routes.map(({ attributes }) => attributes)).size;
    expect(established.peer.status().counters.sent.update).to.equal(sets + 1);
  });
});

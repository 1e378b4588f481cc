import { Parser } from 'binary-parser';
import { routerIdToNumber } from '@fairlead/inet';
import { expect } from 'chai';
import fc from 'fast-check';
import { afiOf, encode, safiOf } from '@fairlead/bgp-core/wire';
import { contexts, opens, updatesFor } from '../support/arbitrary.ts';
import { context } from '../support/context.ts';

/** The fixed layouts once more, as another library reads them. */
const open = new Parser()
  .endianness('big')
  .array('marker', { type: 'uint8', length: 16 })
  .uint16('length')
  .uint8('type')
  .uint8('version')
  .uint16('asn')
  .uint16('holdTime')
  .uint32('routerId');
const refresh = new Parser()
  .endianness('big')
  .array('marker', { type: 'uint8', length: 16 })
  .uint16('length')
  .uint8('type')
  .uint16('afi')
  .uint8('subtype')
  .uint8('safi');
const update = new Parser()
  .endianness('big')
  .array('marker', { type: 'uint8', length: 16 })
  .uint16('length')
  .uint8('type')
  .uint16('withdrawnLength')
  .buffer('withdrawn', { length: 'withdrawnLength' })
  .uint16('attributesLength')
  .buffer('attributes', { length: 'attributesLength' })
  .buffer('nlri', { readUntil: 'eof' });

describe('the fixed layouts, read by another library (RFC 4271 §4)', () => {
  it('of an OPEN', () => {
    fc.assert(
      fc.property(opens, (message) => {
        const octets = encode(message, context());
        expect(open.parse(Buffer.from(octets))).to.deep.include({
          marker: new Array(16).fill(0xff),
          length: octets.length,
          type: 1,
          version: 4,
          asn: message.asn > 0xffff ? 23456 : message.asn,
          holdTime: message.holdTime,
          routerId: routerIdToNumber(message.routerId),
        });
      }),
    );
  });

  it('of an UPDATE', () => {
    const updates = contexts.chain((agreed) => updatesFor(agreed).map((message) => ({ agreed, message })));
    fc.assert(
      fc.property(updates, ({ agreed, message }) => {
        const octets = encode(message, agreed);
        const read = update.parse(Buffer.from(octets));
        const size = 23 + read.withdrawn.length + read.attributes.length + read.nlri.length;
        expect([read.type, read.length, size]).to.deep.equal([2, octets.length, octets.length]);
        expect([read.withdrawn.length > 0, read.nlri.length > 0]).to.deep.equal([
          message.withdrawn.length > 0,
          message.announced.length > 0,
        ]);
      }),
    );
  });

  it('of a ROUTE-REFRESH', () => {
    const message = {
      kind: 'routeRefresh',
      family: 'ipv6/unicast',
      subtype: 'endOfRouteRefresh',
      filters: new Uint8Array(0),
    } as const;
    const read = refresh.parse(Buffer.from(encode(message, context())));
    const expected = {
      type: 5,
      length: 23,
      afi: afiOf(message.family),
      subtype: 2,
      safi: safiOf(message.family),
    };
    expect(read).to.deep.include(expected);
  });
});

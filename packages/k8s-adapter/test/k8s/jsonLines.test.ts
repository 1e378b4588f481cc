import { expect } from 'chai';
import fc from 'fast-check';
import { JsonLines } from '../../src/k8s/jsonLines.ts';

describe('JSON lines', () => {
  it('are the same values whatever the chunking', () => {
    const value = fc.oneof(fc.jsonValue(), fc.record({ name: fc.string({ unit: 'binary' }) }));
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 5 }),
        fc.array(fc.nat(40), { minLength: 1, maxLength: 10 }),
        (values, sizes) => {
          const octets = Buffer.from(values.map((each) => `${JSON.stringify(each)}\n`).join(''));
          const lines = new JsonLines();
          const read: unknown[] = [];
          for (let at = 0, turn = 0; at < octets.length; turn++) {
            const end = at + 1 + (sizes[turn % sizes.length] ?? 0);
            read.push(...lines.push(octets.subarray(at, end)));
            at = end;
          }
          expect(read).to.deep.equal(JSON.parse(JSON.stringify(values)));
        },
      ),
    );
  });

  it('skips empty lines', () => {
    expect(new JsonLines().push(Buffer.from('\n\r\n1\n\n'))).to.deep.equal([1]);
  });
});

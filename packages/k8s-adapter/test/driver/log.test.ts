import { expect } from 'chai';
import { createLog, Once } from '../../src/driver/log.ts';

describe('the log', () => {
  const written = (format: 'json' | 'text' | 'auto', isTTY: boolean): string => {
    const lines: string[] = [];
    const log = createLog(
      { level: 'info', format, fields: { node: 'n1' } },
      { isTTY, write: (line) => lines.push(line) },
    );
    log.debug('not this');
    log.warn({ reason: 'poolExhausted', service: 'shop/web', details: 'two words' }, 'gets no address');
    return lines.join('');
  };

  it('is one JSON object a line where nobody looks', () => {
    const { time, ...line } = JSON.parse(written('auto', false)) as Readonly<Record<string, unknown>>;
    expect(line).to.deep.equal({
      level: 'warn',
      node: 'n1',
      reason: 'poolExhausted',
      service: 'shop/web',
      details: 'two words',
      msg: 'gets no address',
    });
    expect(time).to.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('is text for people, in colour on a terminal only', () => {
    expect(written('text', false)).to.match(
      /^[\d:.]{12} warn {2}gets no address node=n1 reason=poolExhausted service=shop\/web details="two words"\n$/,
    );
    expect(written('auto', true)).to.include('\u001b[33mwarn ');
  });
});

describe('what is said once', () => {
  it('is held back for a while, and counted', () => {
    const once = new Once(1000);
    expect([0, 1, 999, 1000, 1001].map((now) => once.admit('a', now))).to.deep.equal([
      0,
      null,
      null,
      2,
      null,
    ]);
    expect(once.admit('b', 1)).to.equal(0);
  });
});

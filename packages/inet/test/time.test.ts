import { expect } from 'chai';
import { after, earliest, isDue, millis, seconds, toMillis } from '@fairlead/inet';

describe('deadlines', () => {
  it('are earliest by value, and none when no timer runs', () => {
    expect(earliest(null, millis(7), millis(3), null)).to.equal(3);
    expect(earliest(null, null)).to.equal(null);
  });

  it('are due at their time and later', () => {
    expect([9, 10, 11].map((now) => isDue(millis(10), millis(now)))).to.deep.equal([false, true, true]);
    expect(isDue(null, millis(10))).to.equal(false);
  });

  it('are reckoned from now', () => {
    expect(after(millis(5), toMillis(seconds(90)))).to.equal(90005);
  });

  it('refuse what is no time', () => {
    expect(() => millis(Number.NaN)).to.throw(RangeError, 'NaN');
    expect(() => seconds(1.5)).to.throw(RangeError, '1.5');
    expect(() => seconds(-1)).to.throw(RangeError, '-1');
  });
});

import { message, octets } from '../support/octets.ts';
import { check } from '../support/outcome.ts';

describe('a ROUTE-REFRESH that is wrong (RFC 7313 §5)', () => {
  const refresh = (body: string): Uint8Array => message(5, octets(body));
  const whole = (body: string, length: string): string => `${'f'.repeat(32)}${length}05${body}`;
  check([
    ['a request', refresh('00010001'), 'valid'],
    ['a request with filters', refresh('000100010102030405'), 'valid'],
    ['a subtype that nobody knows, with more', refresh('00010701ff'), 'valid'],
    ['a beginning with more', refresh('0001010100'), `7/1 sessionReset ${whole('0001010100', '0018')}`],
    ['an end with more', refresh('000102010000'), `7/1 sessionReset ${whole('000102010000', '0019')}`],
    ['a header alone', refresh(''), '1/2 sessionReset 0013'],
    ['half a family', refresh('0001'), '1/2 sessionReset 0015'],
  ]);
});

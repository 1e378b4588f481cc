import { addressToBytes, prefixAddress, prefixLength } from '@fairlead/inet';
import type { Prefix } from '@fairlead/inet';
import { u32 } from '../wire/octets.ts';

/** A prefix as numbers: its address in words of 32 bits, of which IPv4 has one, and its length. */
export class PrefixKey {
  word0 = 0;
  word1 = 0;
  word2 = 0;
  word3 = 0;
  length = 0;

  /** Takes the numbers of a prefix; throws `RangeError` for a text that is none. */
  read(prefix: Prefix): this {
    if (prefix.includes(':')) this.#readIpv6(prefix);
    else this.#readIpv4(prefix);
    return this;
  }

  set(word0: number, word1: number, word2: number, word3: number, length: number): this {
    this.word0 = word0;
    this.word1 = word1;
    this.word2 = word2;
    this.word3 = word3;
    this.length = length;
    return this;
  }

  #readIpv4(prefix: Prefix): void {
    let address = 0;
    let number = 0;
    let dots = 0;
    let at = 0;
    for (; at < prefix.length; at++) {
      const code = prefix.charCodeAt(at);
      if (code === SLASH) break;
      if (code === DOT) {
        dots++;
        address = (address << 8) | number;
        number = 0;
      } else {
        number = number * 10 + (code - ZERO);
      }
    }
    const length = Number(prefix.slice(at + 1));
    if (dots !== 3 || !(number >= 0 && number <= 255) || !(length >= 0 && length <= 32))
      throw noPrefix(prefix);
    const word = ((address << 8) | number) >>> 0;
    if (hasBitsBehind(word, length)) throw hostBits(prefix);
    this.set(word, 0, 0, 0, length);
  }

  #readIpv6(prefix: Prefix): void {
    const octets = addressToBytes(prefixAddress(prefix));
    const length = prefixLength(prefix);
    if (octets.length !== 16 || !(length >= 0 && length <= 128)) throw noPrefix(prefix);
    for (let word = 0; word < 4; word++) {
      if (hasBitsBehind(u32(octets, word * 4), length - word * 32)) throw hostBits(prefix);
    }
    this.set(u32(octets, 0), u32(octets, 4), u32(octets, 8), u32(octets, 12), length);
  }
}

/** Whether a word of 32 bits has any behind the first so many. */
function hasBitsBehind(word: number, bits: number): boolean {
  if (bits >= 32) return false;
  return bits <= 0 ? word !== 0 : (word & (0xffffffff >>> bits)) !== 0;
}

function hostBits(text: string): RangeError {
  return new RangeError(`prefix: "${text}" has host bits set`);
}

function noPrefix(text: string): RangeError {
  return new RangeError(`prefix: "${text}" is no prefix`);
}

const SLASH = 0x2f;
const DOT = 0x2e;
const ZERO = 0x30;

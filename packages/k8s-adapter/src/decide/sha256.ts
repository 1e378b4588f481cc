/** SHA-256 (FIPS 180-4) of a text in UTF-8, as eight words; the same everywhere, without a platform's library. */
export function sha256(text: string): Uint32Array {
  const octets = utf8(text);
  const words = new Uint32Array(Math.ceil((octets.length + 9) / 64) * 16);
  octets.forEach((octet, at) => {
    words[at >>> 2] = (words[at >>> 2] ?? 0) | (octet << (24 - (at & 3) * 8));
  });
  const end = octets.length;
  words[end >>> 2] = (words[end >>> 2] ?? 0) | (0x80 << (24 - (end & 3) * 8));
  words[words.length - 1] = end * 8;
  const hash = Uint32Array.from(INITIAL);
  for (let offset = 0; offset < words.length; offset += 16) compress(hash, words, offset);
  return hash;
}

/** Orders digests as numbers, which is the order of their hexadecimal texts. */
export function compareDigests(a: Uint32Array, b: Uint32Array): number {
  for (let i = 0; i < 8; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function utf8(text: string): readonly number[] {
  const octets: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at) ?? 0;
    if (code < 0x80) octets.push(code);
    else if (code < 0x800) octets.push(0xc0 | (code >> 6), continuation(code));
    else if (code < 0x10000) octets.push(0xe0 | (code >> 12), continuation(code >> 6), continuation(code));
    else
      octets.push(0xf0 | (code >> 18), continuation(code >> 12), continuation(code >> 6), continuation(code));
    if (code > 0xffff) at++;
  }
  return octets;
}

function continuation(code: number): number {
  return 0x80 | (code & 0x3f);
}

function compress(hash: Uint32Array, words: Uint32Array, offset: number): void {
  extend(words, offset);
  let a = word(hash, 0);
  let b = word(hash, 1);
  let c = word(hash, 2);
  let d = word(hash, 3);
  let e = word(hash, 4);
  let f = word(hash, 5);
  let g = word(hash, 6);
  let h = word(hash, 7);
  for (let i = 0; i < 64; i++) {
    const big1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const first = (h + big1 + ((e & f) ^ (~e & g)) + word(K, i) + word(W, i)) | 0;
    const big0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  add(hash, 0, a);
  add(hash, 1, b);
  add(hash, 2, c);
  add(hash, 3, d);
  add(hash, 4, e);
  add(hash, 5, f);
  add(hash, 6, g);
  add(hash, 7, h);
}

function extend(words: Uint32Array, offset: number): void {
  for (let i = 0; i < 16; i++) W[i] = word(words, offset + i);
  for (let i = 16; i < 64; i++) {
    const near = word(W, i - 2);
    const far = word(W, i - 15);
    const small0 = rotated(far, 7) ^ rotated(far, 18) ^ (far >>> 3);
    const small1 = rotated(near, 17) ^ rotated(near, 19) ^ (near >>> 10);
    W[i] = (word(W, i - 16) + small0 + word(W, i - 7) + small1) | 0;
  }
}

function word(words: Uint32Array | Int32Array, index: number): number {
  return (words[index] ?? 0) | 0;
}

function add(words: Uint32Array, index: number, value: number): void {
  words[index] = word(words, index) + value;
}

function rotated(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

/** The first 32 bits of the fractional part of a root of each of the first primes. */
function roots(count: number, root: (prime: number) => number): Uint32Array {
  const words: number[] = [];
  for (let candidate = 2; words.length < count; candidate++) {
    if (isPrime(candidate)) words.push(Math.floor((root(candidate) % 1) * 2 ** 32));
  }
  return Uint32Array.from(words);
}

function isPrime(candidate: number): boolean {
  for (let divisor = 2; divisor * divisor <= candidate; divisor++)
    if (candidate % divisor === 0) return false;
  return true;
}

const INITIAL = roots(8, Math.sqrt);
const K = Int32Array.from(roots(64, Math.cbrt));
const W = new Int32Array(64);

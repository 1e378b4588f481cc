/** The octets of a text in UTF-8 (RFC 3629); half a surrogate pair becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const octets: number[] = [];
  for (const character of text) {
    const point = scalarValue(character.codePointAt(0) ?? 0);
    if (point < 0x80) octets.push(point);
    else if (point < 0x800) octets.push(0xc0 | (point >> 6), continuation(point));
    else if (point < 0x10000)
      octets.push(0xe0 | (point >> 12), continuation(point >> 6), continuation(point));
    else
      octets.push(
        0xf0 | (point >> 18),
        continuation(point >> 12),
        continuation(point >> 6),
        continuation(point),
      );
  }
  return Uint8Array.from(octets);
}

/** The text of octets in UTF-8; `null` when they are none, overlong forms and surrogates included (RFC 3629 §3). */
export function decodeUtf8(octets: Uint8Array): string | null {
  let text = '';
  let at = 0;
  while (at < octets.length) {
    const lead = octets[at] ?? 0;
    const length = sequenceLength(lead);
    if (length === 0 || at + length > octets.length) return null;
    let point = length === 1 ? lead : lead & (0x7f >> length);
    for (let i = 1; i < length; i++) {
      const octet = octets[at + i] ?? 0;
      if ((octet & 0xc0) !== 0x80) return null;
      point = (point << 6) | (octet & 0x3f);
    }
    if (point < (SMALLEST[length] ?? 0) || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
      return null;
    text += String.fromCodePoint(point);
    at += length;
  }
  return text;
}

/** As much of a text as fits so many octets, without half a character at the end. */
export function truncateUtf8(text: string, most: number): Uint8Array {
  const octets = encodeUtf8(text);
  if (octets.length <= most) return octets;
  let end = most;
  while (end > 0 && ((octets[end] ?? 0) & 0xc0) === 0x80) end--;
  return octets.subarray(0, end);
}

function scalarValue(point: number): number {
  return isSurrogate(point) ? REPLACEMENT : point;
}

function isSurrogate(point: number): boolean {
  return point >= 0xd800 && point <= 0xdfff;
}

function continuation(bits: number): number {
  return 0x80 | (bits & 0x3f);
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc0 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xf0 && lead < 0xf8 ? 4 : 0;
}

const SMALLEST: readonly number[] = [0, 0, 0x80, 0x800, 0x10000];
const REPLACEMENT = 0xfffd;

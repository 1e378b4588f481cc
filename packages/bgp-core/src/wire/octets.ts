/** Reads where a check has already proved that the octets are there: no bounds are looked at again. */

export function u8(octets: Uint8Array, at: number): number {
  return octets[at] as number;
}

export function u16(octets: Uint8Array, at: number): number {
  return ((octets[at] as number) << 8) | (octets[at + 1] as number);
}

export function u32(octets: Uint8Array, at: number): number {
  return (
    (((octets[at] as number) << 24) |
      ((octets[at + 1] as number) << 16) |
      ((octets[at + 2] as number) << 8) |
      (octets[at + 3] as number)) >>>
    0
  );
}

export function toHex(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) text += HEX[octet] as string;
  return text;
}

/** Reads pairs of hexadecimal digits; `null` when the text has anything else. */
export function fromHex(text: string): Uint8Array | null {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) return null;
  const octets = new Uint8Array(text.length / 2);
  for (let i = 0; i < octets.length; i++) octets[i] = Number.parseInt(text.slice(i * 2, i * 2 + 2), 16);
  return octets;
}

export const NO_OCTETS: Uint8Array = new Uint8Array(0);

const HEX: readonly string[] = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));

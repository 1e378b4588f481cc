/** Octets from hexadecimal text; white space and what follows a `#` on a line say nothing. */
export function octets(text: string): Uint8Array {
  const digits = text
    .split('\n')
    .map((line) => line.replace(/#.*$/, ''))
    .join('')
    .replaceAll(/\s/g, '');
  if (!/^(?:[0-9a-f]{2})*$/i.test(digits)) throw new Error(`no pairs of hexadecimal digits: ${digits}`);
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (octet) => octet.toString(16).padStart(2, '0')).join('');
}

/** A whole message around a body. */
export function message(type: number, body: Uint8Array): Uint8Array {
  const length = 19 + body.length;
  return Uint8Array.of(...new Array<number>(16).fill(0xff), length >> 8, length & 0xff, type, ...body);
}

/** A whole UPDATE from its three parts in hexadecimal. */
export function update(attributes: string, nlri = '', withdrawn = ''): Uint8Array {
  const [a, n, w] = [octets(attributes), octets(nlri), octets(withdrawn)];
  const body = [...lengthOf(w), ...w, ...lengthOf(a), ...a, ...n];
  return message(2, Uint8Array.from(body));
}

function lengthOf(part: Uint8Array): readonly number[] {
  return [part.length >> 8, part.length & 0xff];
}

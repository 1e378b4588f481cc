import { ipv4FromNumber } from '@fairlead/inet';
import type { Ipv4 } from '@fairlead/inet';

/** The texts of IPv4 addresses that came lately: a peer has few next hops, and their texts cost more than all else. */
export class AddressTexts {
  readonly #values = new Float64Array(SLOTS).fill(-1);
  readonly #texts: Ipv4[] = [];

  ipv4(value: number): Ipv4 {
    const slot = Math.imul(value, PRIME) >>> SHIFT;
    if (this.#values[slot] !== value) {
      this.#values[slot] = value;
      this.#texts[slot] = ipv4FromNumber(value);
    }
    return this.#texts[slot] as Ipv4;
  }
}

const PRIME = 0x9e3779b1;
const SLOTS = 256;
const SHIFT = 24;

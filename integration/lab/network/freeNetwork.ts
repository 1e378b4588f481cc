import { networkInterfaces } from 'node:os';

/** Where the addresses of a test network begin: `198.18.7` for a /24, `fd00:18:7::` for a /64. */
export interface FreeNetwork {
  readonly ipv4: string;
  readonly ipv6: string;
}

/** A part of the block for tests between networks (RFC 2544) that no interface of this machine is in. */
export function freeNetwork(): FreeNetwork {
  const used = new Set(
    Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .map(({ address }) => address.slice(0, address.lastIndexOf('.'))),
  );
  for (let offset = 0; offset < COUNT; offset++) {
    const index = (process.pid + offset) % COUNT;
    const [high, low] = [18 + (index % 2), 1 + (index >> 1)];
    const ipv4 = `198.${high}.${low}`;
    if (!used.has(ipv4)) return { ipv4, ipv6: `fd00:${high}:${low}::` };
  }
  throw new Error('no network of 198.18.0.0/15 is free on this machine');
}

/** Without those whose third octet is 0: their IPv6 addresses would not be in the one form that programs print. */
const COUNT = 2 * 255;

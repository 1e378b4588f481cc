import type { Socket } from 'node:net';
import { isIpv6, isLinkLocal, prefixContains, prefixLength } from '@fairlead/inet';
import type { IpAddress } from '@fairlead/inet';
import { parseEndpoint } from './config.ts';
import type { NeighborConfig, Welcome } from './config.ts';
import type { Neighbor } from './neighbor.ts';
import type { NeighborDriver } from './neighborDriver.ts';

/** The neighbours of a speaker, and who else may become one by calling. */
export class Neighborhood {
  readonly #byAddress = new Map<string, NeighborDriver[]>();
  readonly #welcomes: { readonly welcome: Welcome; readonly guests: Set<string> }[] = [];

  all(): readonly NeighborDriver[] {
    return [...this.#byAddress.values()].flat();
  }

  add(neighbor: NeighborDriver): void {
    const { address, transport } = neighbor;
    const same = this.#byAddress.get(address) ?? [];
    if (
      same.some((one) => one.transport.local === transport.local && one.transport.port === transport.port)
    ) {
      throw new RangeError(`address: ${address} is a neighbour already`);
    }
    this.#byAddress.set(address, [...same, neighbor]);
  }

  /** The neighbour as it was known; `null` when it was not. */
  remove(neighbor: Neighbor): NeighborDriver | null {
    const same = this.#byAddress.get(neighbor.address) ?? [];
    const known = same.find((one) => one === neighbor);
    if (known === undefined) return null;
    const rest = same.filter((one) => one !== known);
    if (rest.length > 0) this.#byAddress.set(neighbor.address, rest);
    else this.#byAddress.delete(neighbor.address);
    for (const { guests } of this.#welcomes) guests.delete(neighbor.address);
    return known;
  }

  welcome(welcome: Welcome): void {
    this.#welcomes.push({ welcome, guests: new Set() });
  }

  /** Who is calling: the neighbour with that address, of several the one that expects the call where it arrived. */
  find({ remoteAddress = '', localAddress = '' }: Socket): NeighborDriver | null {
    const same = this.#byAddress.get(plain(remoteAddress)) ?? [];
    const { address: local } = parseEndpoint(localAddress);
    return (
      same.find((one) => one.transport.local === local) ??
      same.find((one) => one.transport.local === null) ??
      null
    );
  }

  /** What a caller that is no neighbour yet is to be configured with; `null` where it is not welcome. */
  templateFor({ remoteAddress = '' }: Socket): NeighborConfig | null {
    const { address, zone } = parseEndpoint(remoteAddress);
    if (address === null) return null;
    const found = this.#welcomes
      .filter(({ welcome, guests }) => guests.size < welcome.limit && isMeant(welcome, address, zone))
      .sort((a, b) => specificity(b.welcome) - specificity(a.welcome))[0];
    if (found === undefined) return null;
    found.guests.add(plain(remoteAddress));
    return { ...found.welcome.template, address: plain(remoteAddress) };
  }
}

function isMeant({ origin }: Welcome, address: IpAddress, zone: string | null): boolean {
  if (origin.kind === 'range') return prefixContains(origin.range, address);
  return isIpv6(address) && isLinkLocal(address) && zone === origin.interface;
}

function specificity({ origin }: Welcome): number {
  return origin.kind === 'range' ? prefixLength(origin.range) : 128;
}

/** An address as neighbours are named by. */
function plain(text: string): string {
  const { address, zone } = parseEndpoint(text);
  return zone === null ? (address ?? text) : `${address ?? ''}%${zone}`;
}

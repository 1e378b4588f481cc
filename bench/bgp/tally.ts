import type { NlriVisitor, PathAttributes, ReceivedUpdate } from '@fairlead/bgp-core/wire';

/** Reads every destination and every attribute of UPDATEs; the sums are those of the program in Go beside it. */
export class Tally implements NlriVisitor {
  messages = 0;
  nlri = 0;
  addresses = 0;
  asns = 0;
  values = 0;

  read(update: ReceivedUpdate): void {
    this.messages++;
    update.visitWithdrawn(this);
    update.visitAnnounced(this);
    this.#readAttributes(update.attributes);
  }

  ipv4(address: number, length: number): void {
    this.nlri++;
    this.addresses += address + length;
  }

  ipv6(): void {
    this.nlri++;
  }

  #readAttributes(attributes: PathAttributes): void {
    const { origin, asPath, nextHop, multiExitDisc, localPref, aggregator, communities } = attributes;
    if (origin === 'egp') this.values += 1;
    else if (origin === 'incomplete') this.values += 2;
    if (asPath !== undefined) for (const { asns } of asPath) for (const asn of asns) this.asns += asn;
    if (nextHop !== undefined) this.values++;
    if (multiExitDisc !== undefined) this.values += multiExitDisc;
    if (localPref !== undefined) this.values += localPref;
    if (aggregator !== undefined) this.asns += aggregator.asn;
    if (communities !== undefined) for (const community of communities) this.values += community;
  }
}

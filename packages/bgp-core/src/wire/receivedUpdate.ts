import type { ProtocolError } from '../error.ts';
import { isUnicast } from '../family.ts';
import type { Family } from '../family.ts';
import type {
  AttributeHeader,
  MpReach,
  MpUnreach,
  NextHop,
  Nlri,
  NlriVisitor,
  PathAttributes,
  ReceivedUpdate,
  Update,
} from '../message.ts';
import type { ReadScope } from './attribute/codec.ts';
import type { MpView } from './attribute/mp.ts';
import { readNextHop } from './attribute/mpNextHop.ts';
import { readAttributes } from './attribute/read.ts';
import { scanAttributes } from './attribute/scan.ts';
import { AttributeCode } from './codes.ts';
import { readNlri, visitIpv4, visitIpv6 } from './nlri.ts';

/** Where the parts of a checked UPDATE stand. */
export interface UpdateView {
  readonly octets: Uint8Array;
  readonly withdrawnStart: number;
  readonly withdrawnEnd: number;
  readonly attributesStart: number;
  readonly attributesEnd: number;
  readonly nlriEnd: number;
  /** Whether the message's own fields have path identifiers. */
  readonly addPath: boolean;
  readonly mpReach: MpView | null;
  readonly mpUnreach: MpView | null;
  /** The path attributes without those that are discarded, or `null` where none is. */
  readonly remaining: Uint8Array | null;
  readonly scope: ReadScope;
  readonly errors: readonly ProtocolError[];
  /** Whether the announced routes count as withdrawn (RFC 7606 §2). */
  readonly isWithdraw: boolean;
}

/** A checked UPDATE whose parts are read when they are asked for. */
export class UpdateReader implements ReceivedUpdate {
  readonly kind = 'update';
  readonly #view: UpdateView;
  #withdrawn: readonly Nlri[] | null = null;
  #announced: readonly Nlri[] | null = null;
  #attributes: PathAttributes | null = null;

  constructor(view: UpdateView) {
    this.#view = view;
  }

  get withdrawn(): readonly Nlri[] {
    if (this.#withdrawn === null) {
      const { octets, withdrawnStart, withdrawnEnd, addPath, isWithdraw } = this.#view;
      const withdrawn = readNlri(octets, withdrawnStart, withdrawnEnd, 'ipv4/unicast', addPath);
      this.#withdrawn = isWithdraw ? [...withdrawn, ...this.#readOwnNlri()] : withdrawn;
    }
    return this.#withdrawn;
  }

  get announced(): readonly Nlri[] {
    this.#announced ??= this.#view.isWithdraw ? [] : this.#readOwnNlri();
    return this.#announced;
  }

  get attributes(): PathAttributes {
    this.#attributes ??= this.#view.isWithdraw ? {} : this.#readAttributes();
    return this.#attributes;
  }

  get attributeOctets(): Uint8Array {
    const { octets, attributesStart, attributesEnd, remaining, mpReach, mpUnreach } = this.#view;
    if (remaining !== null) return remaining;
    if (mpReach === null && mpUnreach === null) return octets.subarray(attributesStart, attributesEnd);
    return withoutMp(octets, attributesStart, attributesEnd);
  }

  get mpNextHop(): NextHop | null {
    const { octets, mpReach, isWithdraw } = this.#view;
    if (mpReach === null || isWithdraw || !isUnicast(mpReach.family)) return null;
    return readNextHop(octets, mpReach.nextHopStart, mpReach.nextHopEnd);
  }

  get mpReach(): MpReach | null {
    const { octets, mpReach, isWithdraw } = this.#view;
    return mpReach === null || isWithdraw ? null : readMpReach(octets, mpReach);
  }

  get mpUnreach(): readonly MpUnreach[] {
    const { octets, mpReach, mpUnreach, isWithdraw } = this.#view;
    const withdrawn = isWithdraw ? [mpUnreach, mpReach] : [mpUnreach];
    return withdrawn.flatMap((view) => (view === null ? [] : [readMpUnreach(octets, view)]));
  }

  get errors(): readonly ProtocolError[] {
    return this.#view.errors;
  }

  get layout(): readonly AttributeHeader[] | null {
    const { octets, attributesStart, attributesEnd, errors } = this.#view;
    return errors.length > 0 ? null : readLayout(octets, attributesStart, attributesEnd);
  }

  get endOfRib(): Family | null {
    const view = this.#view;
    const hasRoutes = view.withdrawnStart < view.withdrawnEnd || view.attributesEnd < view.nlriEnd;
    if (hasRoutes || view.mpReach !== null || view.errors.length > 0) return null;
    if (view.attributesStart === view.attributesEnd) return 'ipv4/unicast';
    const { mpUnreach } = view;
    if (mpUnreach === null || mpUnreach.nlriStart < mpUnreach.nlriEnd) return null;
    return Object.keys(this.attributes).length === 0 ? mpUnreach.family : null;
  }

  visitWithdrawn(visitor: NlriVisitor): void {
    const { octets, withdrawnStart, withdrawnEnd, addPath, mpUnreach, isWithdraw } = this.#view;
    visitIpv4(octets, withdrawnStart, withdrawnEnd, addPath, visitor);
    if (mpUnreach !== null) visitMp(octets, mpUnreach, visitor);
    if (isWithdraw) this.#visitReachable(visitor, 'both');
  }

  visitAnnounced(visitor: NlriVisitor, place: 'own' | 'mpReach' | 'both' = 'both'): void {
    if (!this.#view.isWithdraw) this.#visitReachable(visitor, place);
  }

  detach(): Update {
    return {
      kind: 'update',
      withdrawn: this.withdrawn,
      announced: this.announced,
      attributes: this.attributes,
      mpReach: this.mpReach,
      mpUnreach: this.mpUnreach,
      errors: this.errors,
      layout: this.layout,
    };
  }

  #visitReachable(visitor: NlriVisitor, place: 'own' | 'mpReach' | 'both'): void {
    const { octets, attributesEnd, nlriEnd, addPath, mpReach } = this.#view;
    if (place !== 'mpReach') visitIpv4(octets, attributesEnd, nlriEnd, addPath, visitor);
    if (place !== 'own' && mpReach !== null) visitMp(octets, mpReach, visitor);
  }

  #readAttributes(): PathAttributes {
    const { octets, attributesStart, attributesEnd, remaining, scope } = this.#view;
    return remaining === null
      ? readAttributes(octets, attributesStart, attributesEnd, scope)
      : readAttributes(remaining, 0, remaining.length, scope);
  }

  #readOwnNlri(): readonly Nlri[] {
    const { octets, attributesEnd, nlriEnd, addPath } = this.#view;
    return readNlri(octets, attributesEnd, nlriEnd, 'ipv4/unicast', addPath);
  }
}

function visitMp(octets: Uint8Array, view: MpView, visitor: NlriVisitor): void {
  const { family, nlriStart, nlriEnd, addPath } = view;
  if (family === 'ipv4/unicast') visitIpv4(octets, nlriStart, nlriEnd, addPath, visitor);
  else if (family === 'ipv6/unicast') visitIpv6(octets, nlriStart, nlriEnd, addPath, visitor);
}

function readMpReach(octets: Uint8Array, view: MpView): MpReach {
  const { family, addPath, nextHopStart, nextHopEnd, nlriStart, nlriEnd } = view;
  if (!isUnicast(family)) {
    const nextHop = octets.slice(nextHopStart, nextHopEnd);
    return { kind: 'raw', family, nextHop, announced: octets.slice(nlriStart, nlriEnd) };
  }
  const nextHop = readNextHop(octets, nextHopStart, nextHopEnd);
  return {
    kind: 'unicast',
    family,
    nextHop,
    announced: readNlri(octets, nlriStart, nlriEnd, family, addPath),
  };
}

function readMpUnreach(octets: Uint8Array, view: MpView): MpUnreach {
  const { family, addPath, nlriStart, nlriEnd } = view;
  if (!isUnicast(family)) return { kind: 'raw', family, withdrawn: octets.slice(nlriStart, nlriEnd) };
  return { kind: 'unicast', family, withdrawn: readNlri(octets, nlriStart, nlriEnd, family, addPath) };
}

function withoutMp(octets: Uint8Array, start: number, end: number): Uint8Array {
  const kept = new Uint8Array(end - start);
  let length = 0;
  for (const { code, start: from, end: to } of scanAttributes(octets, start, end).attributes) {
    if (code === AttributeCode.mpReach || code === AttributeCode.mpUnreach) continue;
    kept.set(octets.subarray(from, to), length);
    length += to - from;
  }
  return kept.subarray(0, length);
}

function readLayout(octets: Uint8Array, start: number, end: number): readonly AttributeHeader[] {
  return scanAttributes(octets, start, end).attributes.map(({ code, flags }) => ({ code, flags }));
}

import { AttributeCode, Flag } from '../codes.ts';
import type { WireContext } from '../context.ts';
import { u16, u8 } from '../octets.ts';
import { areFlags } from './check.ts';
import { isFault, viewMpReach, viewMpUnreach } from './mp.ts';
import type { MpView } from './mp.ts';
import { codecOf } from './table.ts';

/** A quick look at path attributes, for the most of them that have nothing wrong. */
export class AttributeSurvey {
  /** The attributes of codes 1 to 31 that were found, one bit each. */
  present = 0;
  reach: MpView | null = null;
  unreach: MpView | null = null;

  /** Whether all are well formed and stand once; `false` also where only a closer look could tell. */
  isClean(octets: Uint8Array, from: number, to: number, context: WireContext): boolean {
    this.reach = null;
    this.unreach = null;
    let present = 0;
    let presentAbove = 0;
    let at = from;
    while (at < to) {
      const flags = u8(octets, at);
      const isExtended = (flags & Flag.extendedLength) !== 0;
      if (to - at < (isExtended ? 4 : 3)) return false;
      const code = u8(octets, at + 1);
      const value = at + (isExtended ? 4 : 3);
      const end = value + (isExtended ? u16(octets, at + 2) : u8(octets, at + 2));
      if (end > to || code > MOST || !areFlags(code, flags)) return false;
      const bit = 1 << (code & 31);
      if (((code < 32 ? present : presentAbove) & bit) !== 0) return false;
      if (code < 32) present |= bit;
      else presentAbove |= bit;
      const codec = codecOf(code);
      if (codec !== null) {
        if (codec.check(octets, value, end, context) !== null) return false;
      } else if (!this.#isCleanMp(code, octets, value, end, context)) return false;
      at = end;
    }
    this.present = present;
    return true;
  }

  #isCleanMp(code: number, octets: Uint8Array, start: number, end: number, context: WireContext): boolean {
    if (code === AttributeCode.mpReach) {
      const view = viewMpReach(octets, start, end, context);
      if (isFault(view)) return false;
      this.reach = view;
    } else if (code === AttributeCode.mpUnreach) {
      const view = viewMpUnreach(octets, start, end, context);
      if (isFault(view)) return false;
      this.unreach = view;
    }
    return true;
  }
}

const MOST = 63;

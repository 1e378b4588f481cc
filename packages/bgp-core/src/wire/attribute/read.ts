import type { PathAttributes } from '../../message.ts';
import { AttributeCode, Flag } from '../codes.ts';
import { u16, u8 } from '../octets.ts';
import type { AttributeDraft, ReadScope } from './codec.ts';
import { codecOf } from './table.ts';

/** Reads path attributes that were checked; those of RFC 4760 are passed over. */
export function readAttributes(
  octets: Uint8Array,
  start: number,
  end: number,
  scope: ReadScope,
): PathAttributes {
  const draft: AttributeDraft = {};
  let at = start;
  while (at < end) {
    const flags = u8(octets, at);
    const code = u8(octets, at + 1);
    const isExtended = (flags & Flag.extendedLength) !== 0;
    const value = at + (isExtended ? 4 : 3);
    at = value + (isExtended ? u16(octets, value - 2) : u8(octets, value - 1));
    const codec = codecOf(code);
    if (codec !== null) codec.read(draft, octets, value, at, scope);
    else if (code !== AttributeCode.mpReach && code !== AttributeCode.mpUnreach) {
      draft.unknown = [...(draft.unknown ?? []), { code, flags, value: octets.slice(value, at) }];
    }
  }
  return draft;
}

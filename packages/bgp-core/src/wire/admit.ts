import { isMulticast, isUnspecified } from '@fairlead/inet';
import { UpdateError } from '../error.ts';
import type { ProtocolError } from '../error.ts';
import type { PathAttributes, UnknownAttribute } from '../message.ts';
import { mergeAs4 } from './as4.ts';
import { without } from './attribute/without.ts';
import { AttributeCode, Flag } from './codes.ts';
import type { WireContext } from './context.ts';
import { updateFault } from './fault.ts';

/** The path attributes of a route as a session of this kind lets them in, and what it objects to. */
export interface Admitted {
  readonly attributes: PathAttributes;
  readonly errors: readonly ProtocolError[];
}

/**
 * Gives well-formed path attributes of a route the meaning that they have on a session: what an external peer has no say in
 * is left out, AS4_PATH goes into AS_PATH, and what is not understood is marked for those to whom it is passed on.
 */
export function admit(attributes: PathAttributes, context: WireContext): Admitted {
  const errors: ProtocolError[] = [];
  if (!isUsableNextHop(attributes)) errors.push(NEXT_HOP_IS_NO_HOST);
  let admitted = context.fourOctetAs ? without(attributes, 'as4Path', 'as4Aggregator') : mergeAs4(attributes);
  if (context.peerType === 'ebgp') {
    if (hasConfederation(admitted)) errors.push(CONFEDERATION_OUTSIDE);
    for (const { field, error } of INTERNAL) if (admitted[field] !== undefined) errors.push(error);
    admitted = without(admitted, ...INTERNAL.map(({ field }) => field));
  }
  if (admitted.unknown !== undefined) admitted = withUnknown(admitted, passedOn(admitted.unknown));
  return { attributes: admitted, errors };
}

function isUsableNextHop({ nextHop }: PathAttributes): boolean {
  if (nextHop === undefined) return true;
  const { address } = nextHop;
  return !isUnspecified(address) && !isMulticast(address) && address !== '255.255.255.255';
}

function hasConfederation({ asPath }: PathAttributes): boolean {
  return asPath?.some(({ kind }) => kind === 'confedSequence' || kind === 'confedSet') ?? false;
}

/** Only transitive ones are, marked as not understood on the way (RFC 4271 §5). */
function passedOn(unknown: readonly UnknownAttribute[]): readonly UnknownAttribute[] {
  return unknown
    .filter(({ flags }) => (flags & Flag.transitive) !== 0)
    .map((attribute) => ({ ...attribute, flags: attribute.flags | Flag.partial }));
}

function withUnknown(attributes: PathAttributes, unknown: readonly UnknownAttribute[]): PathAttributes {
  return unknown.length === 0 ? without(attributes, 'unknown') : { ...attributes, unknown };
}

/** What an external peer has no say in (RFC 4271 §5.1.5, RFC 7606 §7.9 and §7.10, RFC 7311 §3.2). */
const INTERNAL = [
  { field: 'localPref', error: discarded('LOCAL_PREF', AttributeCode.localPref) },
  { field: 'originatorId', error: discarded('ORIGINATOR_ID', AttributeCode.originatorId) },
  { field: 'clusterList', error: discarded('CLUSTER_LIST', AttributeCode.clusterList) },
  { field: 'aigp', error: discarded('AIGP', AttributeCode.aigp) },
] as const;

function discarded(name: string, attribute: number): ProtocolError {
  const text = `${name} comes from an external peer`;
  const subcode = UpdateError.optionalAttributeError;
  return updateFault({ severity: 'attributeDiscard', subcode, text, attribute });
}

/** RFC 5065 §5. */
const CONFEDERATION_OUTSIDE = updateFault({
  severity: 'treatAsWithdraw',
  subcode: UpdateError.malformedAsPath,
  text: 'AS_PATH has segments of a confederation from a peer outside of it',
  attribute: AttributeCode.asPath,
});

/** RFC 4271 §6.3. */
const NEXT_HOP_IS_NO_HOST = updateFault({
  severity: 'treatAsWithdraw',
  subcode: UpdateError.invalidNextHopAttribute,
  text: 'the next hop is not the address of a host',
  attribute: AttributeCode.nextHop,
});

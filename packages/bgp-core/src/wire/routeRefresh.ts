import type { Reader, Writer } from '@fairlead/inet';
import { ErrorCode, RouteRefreshError } from '../error.ts';
import type { ProtocolError } from '../error.ts';
import { afiOf, familyFromCodes, safiOf } from '../family.ts';
import type { RouteRefresh, RouteRefreshSubtype } from '../message.ts';
import { sessionReset } from './fault.ts';

// AFI      2 octets
// subtype  1 octet: 0 request, 1 beginning, 2 end (RFC 7313 §3.2)
// SAFI     1 octet
// filters  the rest, in requests only (RFC 5291 §4)

/** Reads what stands behind the header of a ROUTE-REFRESH (RFC 2918 §3, RFC 7313 §5). */
export function decodeRouteRefresh(body: Reader, whole: Uint8Array): RouteRefresh | ProtocolError {
  const afi = body.u16('the AFI');
  const code = body.u8('the subtype');
  const family = familyFromCodes(afi, body.u8('the SAFI'));
  const subtype = SUBTYPES[code] ?? code;
  if ((subtype === 'beginningOfRouteRefresh' || subtype === 'endOfRouteRefresh') && body.remaining > 0) {
    const text = `a ROUTE-REFRESH of subtype ${code} has ${body.remaining} octets too many`;
    return sessionReset(ErrorCode.routeRefresh, RouteRefreshError.invalidMessageLength, text, whole.slice());
  }
  return { kind: 'routeRefresh', family, subtype, filters: body.rest().slice() };
}

export function encodeRouteRefresh(writer: Writer, { family, subtype, filters }: RouteRefresh): void {
  const code = typeof subtype === 'number' ? subtype : SUBTYPES.indexOf(subtype);
  writer.u16(afiOf(family)).u8(code).u8(safiOf(family)).bytes(filters);
}

const SUBTYPES: readonly RouteRefreshSubtype[] = ['request', 'beginningOfRouteRefresh', 'endOfRouteRefresh'];

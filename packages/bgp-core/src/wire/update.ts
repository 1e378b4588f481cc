import { ErrorCode, UpdateError } from '../error.ts';
import type { ProtocolError } from '../error.ts';
import type { ReceivedUpdate } from '../message.ts';
import { AddressTexts } from './attribute/addressTexts.ts';
import { missingAttribute } from './attribute/check.ts';
import type { ReadScope } from './attribute/codec.ts';
import { AttributeSurvey } from './attribute/survey.ts';
import type { WireContext } from './context.ts';
import { sessionReset } from './fault.ts';
import { HEADER_LENGTH } from './header.ts';
import { inspectUpdate } from './inspect.ts';
import { arePrefixes } from './nlri.ts';
import { NO_OCTETS, u16 } from './octets.ts';
import { UpdateReader } from './receivedUpdate.ts';

// withdrawn routes length   2 octets
// withdrawn routes          NLRI of IPv4 unicast
// total attribute length    2 octets
// path attributes
// NLRI of IPv4 unicast      the rest

/** Checks UPDATEs completely, once, and makes them readable (RFC 4271 §6.3, RFC 7606). */
export class UpdateDecoder {
  readonly #scope: ReadScope;
  readonly #addPath: boolean;
  readonly #survey = new AttributeSurvey();

  constructor(context: WireContext) {
    this.#scope = { context, addresses: new AddressTexts() };
    this.#addPath = context.addPath.receive.has('ipv4/unicast');
  }

  /** Decodes a message whose header was checked. */
  decode(octets: Uint8Array, start: number, end: number): ReceivedUpdate | ProtocolError {
    const addPath = this.#addPath;
    const withdrawnStart = start + HEADER_LENGTH + 2;
    const withdrawnEnd = withdrawnStart + u16(octets, withdrawnStart - 2);
    const attributesStart = withdrawnEnd + 2;
    if (attributesStart > end) return doNotFit('withdrawn routes');
    const attributesEnd = attributesStart + u16(octets, withdrawnEnd);
    if (attributesEnd > end) return doNotFit('path attributes');
    if (!arePrefixes(octets, withdrawnStart, withdrawnEnd, 32, addPath))
      return noPrefixes('withdrawn routes');
    if (!arePrefixes(octets, attributesEnd, end, 32, addPath)) return noPrefixes('NLRI');

    const survey = this.#survey;
    const isClean = survey.isClean(octets, attributesStart, attributesEnd, this.#scope.context);
    if (isClean && missingAttribute(survey.present, attributesEnd < end, survey.reach !== null) === 0) {
      return new UpdateReader({
        octets,
        withdrawnStart,
        withdrawnEnd,
        attributesStart,
        attributesEnd,
        nlriEnd: end,
        addPath,
        mpReach: survey.reach,
        mpUnreach: survey.unreach,
        remaining: null,
        scope: this.#scope,
        errors: NO_ERRORS,
        isWithdraw: false,
      });
    }
    const scope = this.#scope;
    return inspectUpdate({
      octets,
      withdrawnStart,
      withdrawnEnd,
      attributesStart,
      attributesEnd,
      nlriEnd: end,
      addPath,
      scope,
    });
  }
}

function doNotFit(what: string): ProtocolError {
  return updateReset(UpdateError.malformedAttributeList, `the ${what} have more octets than the UPDATE`);
}

function noPrefixes(what: string): ProtocolError {
  return updateReset(UpdateError.invalidNetworkField, `the ${what} are no prefixes of IPv4`);
}

function updateReset(subcode: number, text: string): ProtocolError {
  return sessionReset(ErrorCode.update, subcode, text, NO_OCTETS);
}

const NO_ERRORS: readonly ProtocolError[] = [];

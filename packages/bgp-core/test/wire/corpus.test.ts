import { isDeepStrictEqual } from 'node:util';
import { corpusFile, skipSuite } from '@fairlead/testing';
import { expect } from 'chai';
import { admit, decode, encode } from '@fairlead/bgp-core/wire';
import type { DecodedMessage, ProtocolError, WireContext } from '@fairlead/bgp-core/wire';
import { comparable, contextOf, inCorpusWords, readCorpus, severityOf } from '../support/corpus.ts';
import type { Entry } from '../support/corpus.ts';
import { hex, octets } from '../support/octets.ts';
import { choices } from './corpusChoices.ts';

describe('messages that other projects collected', () => {
  let entries: readonly Entry[] = [];

  before(function () {
    const file = corpusFile('bgp-messages.json.gz');
    if (file === null) skipSuite(this, 'no conformance corpus; FAIRLEAD_CORPUS can name its folder');
    entries = readCorpus(file);
  });

  it('are decoded to what independent decoders say', () => {
    const wrong = valid(entries).map((entry) => ({
      id: entry.id,
      found: wordsOf(entry),
      expected: comparable(entry),
    }));
    expect(wrong.filter(({ found, expected }) => !isDeepStrictEqual(found, expected))).to.deep.equal([]);
  });

  it('are encoded again to the same octets where they have no bits that mean nothing', () => {
    const same = valid(entries).filter(({ gobgpRoundtripIdentical }) => gobgpRoundtripIdentical === true);
    const changed = same.map((entry) => ({
      id: entry.id,
      hex: entry.hex,
      again: encodedAgain(entry),
    }));
    expect(changed.filter(({ hex, again }) => hex !== again)).to.deep.equal([]);
  });

  it('give the error and the reaction of the RFC where they are malformed', () => {
    const others = malformed(entries).filter((entry) => errorLike(entry) === null);
    expect(
      others.map((entry) => ({ id: entry.id, error: entry.error, found: outcome(entry) })),
    ).to.deep.equal([]);
  });

  it('give the choices that docs/rfc-coverage.md explains where implementations disagree', () => {
    const disputed = entries.filter((entry) => entry.contested === true || entry.id in choices);
    const made = Object.fromEntries(disputed.map((entry) => [entry.id, outcome(entry)]));
    expect(made).to.deep.equal(choices);
  });
});

function valid(entries: readonly Entry[]): readonly Entry[] {
  return entries.filter((entry) => entry.valid && entry.contested !== true);
}

function malformed(entries: readonly Entry[]): readonly Entry[] {
  return entries.filter((entry) => !entry.valid && entry.contested !== true && !(entry.id in choices));
}

function wordsOf(entry: Entry): object {
  const message = decode(octets(entry.hex), contextOf(entry));
  return message.kind === 'protocolError' ? { error: message.text } : inCorpusWords(message);
}

function encodedAgain(entry: Entry): string {
  const context = contextOf(entry);
  const message = decode(octets(entry.hex), context);
  return message.kind === 'protocolError' ? message.text : hex(encode(message, context));
}

/** The error that the corpus expects, among those that decoding and admitting the message give. */
function errorLike(entry: Entry): ProtocolError | null {
  const { error } = entry;
  if (error === undefined) return null;
  const { code, subcode, notificationData } = error;
  const found = errorsOf(decode(octets(entry.hex), contextOf(entry)), contextOf(entry)).find(
    (candidate) =>
      candidate.severity === severityOf(error) &&
      (code === undefined || candidate.code === code) &&
      (subcode === undefined || candidate.subcode === subcode) &&
      (notificationData === undefined || hex(candidate.data) === notificationData),
  );
  return found ?? null;
}

function errorsOf(message: DecodedMessage | ProtocolError, context: WireContext): readonly ProtocolError[] {
  if (message.kind === 'protocolError') return [message];
  return message.kind === 'update' ? [...message.errors, ...admit(message.attributes, context).errors] : [];
}

function outcome(entry: Entry): string {
  const message = decode(octets(entry.hex), contextOf(entry));
  const errors =
    message.kind === 'protocolError' ? [message] : message.kind === 'update' ? message.errors : [];
  return errors.map(({ code, subcode, severity }) => `${code}/${subcode} ${severity}`).join(', ') || 'valid';
}

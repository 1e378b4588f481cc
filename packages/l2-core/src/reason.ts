import { MALFORMED } from './wire/malformed.ts';

/** Why a well-formed frame got no answer; a closed list. */
const IGNORED = [
  'otherVlan',
  'ownFrame',
  'otherDestination',
  'groupSource',
  'invalidSender',
  'notOwned',
  'notYetClaimed',
  'yielded',
  'replyOfOther',
] as const;

/** Every reason for which a frame gets no answer. */
export const DROP_REASONS: readonly [...typeof MALFORMED, ...typeof IGNORED] = [...MALFORMED, ...IGNORED];

export type DropReason = (typeof DROP_REASONS)[number];

/** What became of a received frame: an answer, a report of a conflict or handover, or nothing for a reason. */
export type Verdict = 'replied' | 'conflict' | 'handover' | DropReason;

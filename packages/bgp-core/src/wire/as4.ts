import { AS_TRANS } from '@fairlead/inet';
import type { Asn } from '@fairlead/inet';
import type { AsPathSegment, PathAttributes } from '../message.ts';

/** The attributes with AS4_PATH and AS4_AGGREGATOR put where they belong (RFC 6793 §4.2.3). */
export function mergeAs4(attributes: PathAttributes): PathAttributes {
  const { as4Path, as4Aggregator, ...rest } = attributes;
  if (as4Path === undefined && as4Aggregator === undefined) return attributes;
  if (as4Aggregator !== undefined && rest.aggregator !== undefined && rest.aggregator.asn !== AS_TRANS)
    return rest;
  const merged: PathAttributes =
    as4Aggregator !== undefined && rest.aggregator !== undefined
      ? { ...rest, aggregator: as4Aggregator }
      : rest;
  if (as4Path === undefined || rest.asPath === undefined) return merged;
  return { ...merged, asPath: mergePaths(rest.asPath, as4Path) };
}

/** As much of the front of the path as AS4_PATH is too short, and then AS4_PATH. */
function mergePaths(
  path: readonly AsPathSegment[],
  as4Path: readonly AsPathSegment[],
): readonly AsPathSegment[] {
  const tail = as4Path.filter((segment) => !isConfederation(segment));
  let missing = countOf(path) - countOf(tail);
  if (missing < 0) return path;
  const head: AsPathSegment[] = [];
  for (const segment of path) {
    if (isConfederation(segment)) {
      head.push(segment);
      continue;
    }
    if (missing === 0) break;
    const taken = segment.kind === 'set' ? segment.asns : segment.asns.slice(0, missing);
    head.push({ kind: segment.kind, asns: taken });
    missing -= segment.kind === 'set' ? 1 : taken.length;
    if (taken.length < segment.asns.length) break;
  }
  return joined(head, tail);
}

/** The number of AS numbers as route selection counts them (RFC 4271 §9.1.2.2, RFC 5065 §5.3). */
function countOf(path: readonly AsPathSegment[]): number {
  let count = 0;
  for (const segment of path) {
    if (segment.kind === 'sequence') count += segment.asns.length;
    else if (segment.kind === 'set') count++;
  }
  return count;
}

function joined(head: readonly AsPathSegment[], tail: readonly AsPathSegment[]): readonly AsPathSegment[] {
  const last = head.at(-1);
  const [first, ...rest] = tail;
  if (last?.kind !== 'sequence' || first?.kind !== 'sequence') return [...head, ...tail];
  const asns: readonly Asn[] = [...last.asns, ...first.asns];
  return [...head.slice(0, -1), { kind: 'sequence', asns }, ...rest];
}

function isConfederation({ kind }: AsPathSegment): boolean {
  return kind === 'confedSequence' || kind === 'confedSet';
}

import type { Candidate, Contest } from './candidacy.ts';
import { compareDigests, sha256 } from './sha256.ts';

/** The order of MetalLB, OpenELB and PureLB: the lowest SHA-256 of `node#address`. */
export function firstByHash({ key, policy, previous }: Contest, candidates: readonly Candidate[]): string {
  const settled = candidates.filter(({ isSettled }) => isSettled);
  if (policy.failback !== 'immediate') {
    const incumbent = candidates.find(({ node }) => node === previous);
    const isChallenged = policy.failback !== 'never' && settled.length === candidates.length;
    if (incumbent !== undefined && !isChallenged) return incumbent.node;
  }
  const contenders = settled.length > 0 ? settled : candidates;
  const ordered = contenders.map(({ node }) => ({ node, digest: sha256(`${node}#${key}`) }));
  return ordered.reduce((first, next) => (compareDigests(next.digest, first.digest) < 0 ? next : first)).node;
}

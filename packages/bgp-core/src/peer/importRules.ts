import type { PathAttributes } from '../message.ts';
import type { InRules } from '../route/inRules.ts';
import { receiveOnlyToCustomer } from '../route/onlyToCustomer.ts';
import type { Session } from '../session/negotiate.ts';
import type { ImportPolicy } from './config.ts';

/** Which routes a session lets in; from another AS none unless the policy says so (RFC 8212 §2.1). */
export function importRules(session: Session, policy: ImportPolicy | null): InRules | null {
  const effective = policy ?? (session.peerType === 'ibgp' ? 'all' : 'none');
  if (effective === 'none') return null;
  return {
    admit: (attributes) => (isLoop(attributes, session) ? null : withOnlyToCustomer(attributes, session)),
    accepts: effective === 'all' ? null : effective,
  };
}

/** A route that has come through our AS, or that we have reflected (RFC 4271 §9.1.2, RFC 4456 §8). */
function isLoop({ asPath = [], originatorId }: PathAttributes, { sent }: Session): boolean {
  return asPath.some(({ asns }) => asns.includes(sent.asn)) || String(originatorId) === String(sent.routerId);
}

/** RFC 9234 §5: a route that comes from where it must not come is a leak. */
function withOnlyToCustomer(attributes: PathAttributes, { role, peerAsn }: Session): PathAttributes | null {
  const { onlyToCustomer = null } = attributes;
  const admitted = receiveOnlyToCustomer(onlyToCustomer, role, peerAsn);
  if (admitted === 'leak') return null;
  return admitted === onlyToCustomer || admitted === null
    ? attributes
    : { ...attributes, onlyToCustomer: admitted };
}

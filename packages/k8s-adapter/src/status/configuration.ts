import type { Allocation } from '../decide/allocation.ts';
import type { PoolUsage } from '../decide/ledger.ts';
import { refKey } from '../model/object.ts';
import type { ObjectKey, ObjectRef } from '../model/object.ts';
import type { Pool } from '../model/pool.ts';
import type { Problem } from '../model/problem.ts';
import { acceptance } from './acceptance.ts';
import { claimStatus } from './claim.ts';
import type { Condition } from './condition.ts';
import { NO_SESSIONS, peerStatuses } from './peer.ts';
import type { ReportedSession } from './peer.ts';
import { eipStatus, ipAddressPoolStatus, NO_POOL_STATUS, poolStatus } from './pool.ts';
import type { Fields } from './pool.ts';

/** A piece of configuration as far as its status goes. */
export interface ConfigObject {
  /** The API group, without the version. */
  readonly group: string;
  readonly ref: ObjectRef;
  readonly generation: number | null;
}

/** What statuses are made from. */
export interface Findings {
  readonly problems: readonly Problem[];
  readonly pools: readonly Pool[];
  readonly usage: (pool: string) => PoolUsage;
  /** What became of an AddressClaim; `null` for one that was set aside. */
  readonly claim: (key: ObjectKey) => Allocation | null;
  /** What the speakers of nodes that are there report of their sessions. */
  readonly sessions: Iterable<readonly ReportedSession[]>;
}

/** What the status of an object should say. */
export interface Status {
  readonly fields: Fields;
  /** `null` for kinds that have none. */
  readonly conditions: readonly Condition[] | null;
}

/** Says what the status of any piece of configuration should be; `null` leaves it alone. */
export function statusesOf(findings: Findings): (object: ConfigObject) => Status | null {
  const problems = byObject(findings.problems);
  const pools = new Map(findings.pools.map((pool) => [identityOf(pool.ref), pool]));
  const peers = peerStatuses(findings.sessions);
  const counted = ({ ref }: ConfigObject, count: (pool: Pool, usage: PoolUsage) => Fields): Fields | null => {
    const pool = pools.get(identityOf(ref));
    return pool === undefined ? null : count(pool, findings.usage(pool.name));
  };

  return (object) => {
    const { group, ref, generation } = object;
    const conditions = acceptance(problems.get(identityOf(ref)) ?? [], generation);
    switch (`${group} ${ref.kind}`) {
      case 'metallb.io IPAddressPool':
        return foreign(counted(object, ipAddressPoolStatus));
      case 'network.kubesphere.io Eip':
        return foreign(counted(object, eipStatus));
      case 'fairlead.dev AddressPool':
        return { fields: counted(object, poolStatus) ?? NO_POOL_STATUS, conditions };
      case 'fairlead.dev BgpPeer':
        return { fields: peers.get(ref.name) ?? NO_SESSIONS, conditions };
      case 'fairlead.dev AddressClaim': {
        const claimed = claimStatus(findings.claim(refKey(ref)), generation);
        return { fields: claimed.fields, conditions: [...conditions, ...claimed.conditions] };
      }
      case 'fairlead.dev Advertisement':
      case 'fairlead.dev BfdProfile':
        return { fields: {}, conditions };
      default:
        return null;
    }
  };
}

/** Other products say nothing of what they set aside. */
function foreign(fields: Fields | null): Status | null {
  return fields === null ? null : { fields, conditions: null };
}

function byObject(problems: readonly Problem[]): ReadonlyMap<string, readonly Problem[]> {
  const sorted = new Map<string, Problem[]>();
  for (const problem of problems) {
    const identity = identityOf(problem.object);
    const others = sorted.get(identity);
    if (others === undefined) sorted.set(identity, [problem]);
    else others.push(problem);
  }
  return sorted;
}

function identityOf({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace ?? ''}/${name}`;
}

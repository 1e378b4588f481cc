import { failure, familyOf, ok } from '@fairlead/inet';
import type { IpAddress, Result } from '@fairlead/inet';
import type { Pool } from '../model/pool.ts';
import type { Service } from '../model/service.ts';
import { refusalToAsked, refusalToHolder } from './candidate.ts';
import type { NamespaceLabels } from './candidate.ts';
import { claimKey } from './claim.ts';
import type { Holdings } from './choose.ts';
import type { Ledger } from './ledger.ts';
import { poolOf } from './poolIndex.ts';
import type { PoolIndex } from './poolIndex.ts';
import { verdict } from './reason.ts';
import type { Verdict } from './reason.ts';
import { formatList, wantedFamilies } from './request.ts';
import { refusal } from './tenancy.ts';
import { isAvoided } from './vacancy.ts';

/** What a judgement on a single address looks at besides the Service. */
export interface Judgement {
  readonly ledger: Ledger;
  readonly labelsOf: NamespaceLabels;
  readonly index: PoolIndex;
}

/** Why the Service may not go on holding the address besides those that it keeps, or the pool that it counts for. */
export function judgeHeld(
  judgement: Judgement,
  service: Service,
  address: IpAddress,
  kept: Holdings,
): Judged {
  const pool = poolOf(judgement.index, address);
  const former = judgement.index.byName.get(service.assigned?.pool ?? '') ?? null;
  const unwanted =
    unwantedness(judgement.ledger, service, address) ??
    surplus(service, address, kept) ??
    otherPool(service, address, pool ?? former) ??
    clash(judgement.ledger, service, address);
  if (unwanted !== null) return failure(unwanted);
  const lawful = lawfulPool(judgement, service, address, refusalToHolder);
  return !lawful.ok && former?.whenRemoved === 'keep' ? ok(former.name) : lawful;
}

/** Why the Service may not have an address that it asks for, or the pool that it is in. */
export function judgeAsked(judgement: Judgement, service: Service, address: IpAddress): Judged {
  const refused =
    otherPool(service, address, poolOf(judgement.index, address)) ??
    clash(judgement.ledger, service, address);
  const lawful = lawfulPool(judgement, service, address, refusalToAsked);
  return lawful.ok && refused !== null ? failure(refused) : lawful;
}

/** The name of a pool, or why it is none. */
export type Judged = Result<string, Verdict>;

/** Whether the Service asks for something else, or `null`. */
function unwantedness(ledger: Ledger, service: Service, address: IpAddress): Verdict | null {
  const { families } = wantedFamilies(service);
  if (!families.includes(familyOf(address))) {
    return verdict('familyNotWanted', { address, families: formatList(families) });
  }
  const { addresses, claim } = service.request;
  const key = claim === null ? null : claimKey(service.namespace, claim);
  if (addresses.length > 0 && !addresses.includes(address)) {
    return verdict('addressNotAsked', { address, wanted: formatList(addresses) });
  }
  if (key !== null && key !== service.key && !ledger.held(key).includes(address)) {
    return verdict('addressNotAsked', { address, wanted: `what ${key} reserves` });
  }
  return null;
}

/** Whether the Service keeps as many of the family as it asks for already, or `null`. */
function surplus({ request }: Service, address: IpAddress, kept: Holdings): Verdict | null {
  const { addresses, claim, count } = request;
  if (addresses.length > 0 || claim !== null) return null;
  const family = familyOf(address);
  const alike = [...kept.keys()].filter((each) => familyOf(each) === family);
  return alike.length < count ? null : verdict('addressSurplus', { address, count });
}

function clash(ledger: Ledger, service: Service, address: IpAddress): Verdict | null {
  const tenancy = ledger.tenancy(address);
  return tenancy === null ? null : refusal(address, tenancy, service);
}

function otherPool(service: Service, address: IpAddress, pool: Pool | null): Verdict | null {
  const { pools } = service.request;
  if (pool === null || pools.length === 0 || pools.includes(pool.name)) return null;
  return verdict('addressInOtherPool', { address, pool: pool.name, wanted: formatList(pools) });
}

/** The pool that holds the address and may serve the Service, as the pools are now. */
function lawfulPool(
  { index, labelsOf }: Judgement,
  service: Service,
  address: IpAddress,
  refusalOf: typeof refusalToHolder,
): Judged {
  const pool = poolOf(index, address);
  if (pool === null) return failure(verdict('addressInNoPool', { address }));
  if (isAvoided(pool.avoidBuggyIps, address)) {
    return failure(verdict('addressAvoided', { address, pool: pool.name }));
  }
  const refused = refusalOf(pool, service, labelsOf);
  return refused === null ? ok(pool.name) : failure(refused);
}

import { explanation } from '../decide/reason.ts';
import type { Assigner } from '../reconcile/assigner.ts';
import type { Controller } from '../reconcile/controller.ts';
import { capacity } from '../decide/capacity.ts';
import type { Pool } from '../model/pool.ts';
import { formatRef } from '../model/object.ts';
import type { Problem } from '../model/problem.ts';

/** What the controller shows under `/status`. */
export interface ControllerStatus {
  readonly leading: boolean;
  readonly services: readonly ServiceLine[];
  readonly pools: readonly PoolLine[];
  readonly problems: readonly ProblemLine[];
}

export interface ServiceLine {
  readonly service: string;
  readonly addresses: readonly string[];
  readonly pools: readonly string[];
  readonly reason: string;
  readonly message: string;
}

export interface PoolLine {
  readonly pool: string;
  readonly used: { readonly ipv4: number; readonly ipv6: number };
  /** As text: a pool of IPv6 may be larger than any number of JSON. */
  readonly size: { readonly ipv4: string; readonly ipv6: string };
}

export interface ProblemLine {
  readonly severity: string;
  readonly reason: string;
  readonly object: string;
  readonly field: string;
  readonly message: string;
}

export function controllerStatus(controller: Controller | null): ControllerStatus {
  if (controller === null) return { leading: false, services: [], pools: [], problems: [] };
  const { assigner, state } = controller;
  return {
    leading: true,
    services: serviceLines(assigner),
    pools: state.config.pools.map((pool) => poolLine(pool, assigner)),
    problems: state.problems.map(problemLine),
  };
}

/** Services of ours, by name. */
export function serviceLines({ allocations }: Assigner): readonly ServiceLine[] {
  return [...allocations.values()]
    .filter(({ kind }) => kind !== 'ignored')
    .map(({ service, addresses, pools, decision }) => ({
      service,
      addresses,
      pools,
      reason: decision.reason,
      message: explanation(decision),
    }))
    .sort((a, b) => (a.service < b.service ? -1 : 1));
}

export function poolLine(pool: Pool, assigner: Assigner): PoolLine {
  const { ipv4, ipv6 } = assigner.usage(pool.name);
  const size = { ipv4: String(capacity(pool, 'ipv4')), ipv6: String(capacity(pool, 'ipv6')) };
  return { pool: pool.name, used: { ipv4, ipv6 }, size };
}

export function problemLine({ severity, code, object, field, message }: Problem): ProblemLine {
  return { severity, reason: code, object: formatRef(object), field, message };
}

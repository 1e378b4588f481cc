import type { Allocation } from '../decide/allocation.ts';
import { verdictDocument } from './verdictDocument.ts';
import type { VerdictDocument } from './verdictDocument.ts';

/** What became of a Service, as JSON. */
export interface AllocationDocument {
  readonly namespace: string;
  readonly name: string;
  readonly state: Allocation['kind'];
  readonly addresses: readonly string[];
  readonly pools: readonly string[];
  readonly decision: VerdictDocument;
  readonly trace: readonly VerdictDocument[];
}

export function allocationDocument(allocation: Allocation): AllocationDocument {
  const { service, kind, addresses, pools, decision, trace } = allocation;
  const [namespace = '', name = ''] = service.split('/');
  return {
    namespace,
    name,
    state: kind,
    addresses,
    pools,
    decision: verdictDocument(decision),
    trace: trace.map(verdictDocument),
  };
}

import type { Registry } from 'prom-client';
import { addCounter, addGauge, NO_LABELS } from './registry.ts';

/** How it goes between us and the API server. */
export interface SourceStatistics {
  /** Changes of objects that arrived. */
  readonly updates: number;
  /** Lists and watches that failed. */
  readonly errors: number;
  /** Whether everything was seen once. */
  readonly hasSynced: boolean;
  /** Whether it may have changed since without our knowing. */
  readonly isStale: boolean;
}

/** The metrics of MetalLB about its client, with the same names; `null` is a process that does not work yet. */
export function addSourceMetrics(registry: Registry, statistics: () => SourceStatistics | null): void {
  const single = (read: (of: SourceStatistics) => number) => () => {
    const found = statistics();
    return found === null ? [] : [[NO_LABELS, read(found)] as const];
  };
  addCounter(registry, {
    name: 'metallb_k8s_client_updates_total',
    help: 'Changes of Kubernetes objects that arrived',
    read: single(({ updates }) => updates),
  });
  addCounter(registry, {
    name: 'metallb_k8s_client_update_errors_total',
    help: 'Lists and watches of Kubernetes objects that failed',
    read: single(({ errors }) => errors),
  });
  addGauge(registry, {
    name: 'metallb_k8s_client_config_loaded_bool',
    help: '1 once the configuration has been read',
    read: single(({ hasSynced }) => Number(hasSynced)),
  });
  addGauge(registry, {
    name: 'metallb_k8s_client_config_stale_bool',
    help: '1 while the API server is away, so that the configuration may be an old one',
    read: single(({ isStale }) => Number(isStale)),
  });
}

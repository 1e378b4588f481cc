import type { Millis } from '@fairlead/inet';
import type { Log } from '../driver/log.ts';
import { isForbidden } from '../k8s/error.ts';
import type { Resource } from '../k8s/resource.ts';
import type { ConnectionListener } from '../source/kubernetes.ts';

/** Says once of each kind that it cannot be followed, and once that it can again. */
export function connectionLog(log: Log): ConnectionListener {
  const failing = new Map<Resource, string>();
  return {
    failed: (resource: Resource, error: unknown, retryIn: Millis) => {
      const why = error instanceof Error ? error.message : String(error);
      const level = failing.get(resource) === why ? 'debug' : 'warn';
      failing.set(resource, why);
      const fields = { reason: isForbidden(error) ? 'forbidden' : 'serverUnavailable', kind: resource.kind };
      log[level]({ ...fields, retryIn: Math.round(retryIn) }, sentence(resource, error, why));
    },
    recovered: (resource) => {
      if (failing.delete(resource)) log.info({ kind: resource.kind }, `following ${resource.plural} again`);
    },
  };
}

function sentence({ group, plural }: Resource, error: unknown, why: string): string {
  const name = group === '' ? plural : `${plural}.${group}`;
  if (!isForbidden(error)) return `cannot follow ${name}: ${why}; what is known stays as it is`;
  return `may not list ${name}: let the service account get, list and watch them (${why})`;
}

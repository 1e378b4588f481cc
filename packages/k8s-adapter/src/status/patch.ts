import { isDeepStrictEqual } from 'node:util';
import { withConditions } from './condition.ts';
import type { FoundCondition } from './condition.ts';
import type { Status } from './configuration.ts';

/** What must be merged into a status so that it says what it should; `null` where it does. */
export function statusPatch(
  found: Readonly<Record<string, unknown>>,
  { fields, conditions }: Status,
  time: string,
): Readonly<Record<string, unknown>> | null {
  const wanted = conditions === null ? fields : { ...fields, conditions: dated(found, conditions, time) };
  const changed = Object.entries(wanted).filter(
    ([name, value]) => !isDeepStrictEqual(found[name] ?? null, value),
  );
  return changed.length === 0 ? null : Object.fromEntries(changed);
}

function dated(
  { conditions }: Readonly<Record<string, unknown>>,
  ours: NonNullable<Status['conditions']>,
  time: string,
): readonly FoundCondition[] {
  return withConditions(Array.isArray(conditions) ? (conditions as FoundCondition[]) : [], ours, time);
}

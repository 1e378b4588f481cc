import { byAge, formatRef } from '../../model/object.ts';
import type { Aged } from '../../model/object.ts';
import type { Draft } from '../drafts.ts';

/** The drafts without an error, the older first. */
export function soundByAge<T extends Aged, D extends Draft<T>>(
  drafts: readonly (D & Draft<T>)[],
): readonly D[] {
  return drafts.filter(({ report }) => report.isSound).sort((a, b) => byAge(a.value, b.value));
}

/** Of those with one name only the first; the others get an error. */
export function withoutNamesakes<T extends Aged & { readonly name: string }, D extends Draft<T>>(
  drafts: readonly (D & Draft<T>)[],
): readonly D[] {
  const known = new Map<string, T>();
  return drafts.filter(({ value, report, path }) => {
    const other = known.get(value.name);
    if (other === undefined) {
      known.set(value.name, value);
      return true;
    }
    const field = path === 'spec' ? 'metadata.name' : `${path}.name`;
    report.error('duplicate', field, value.name, `is the name of the older ${formatRef(other.ref)} too`);
    return false;
  });
}

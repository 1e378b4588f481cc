import type { AttributeSet } from './attributeSets.ts';
import { PathColumns } from './pathColumns.ts';
import type { PrefixKey } from './prefixKey.ts';

/** Routes of a family that were checked and are to be taken in together; they cost little while they wait. */
export class StagedRoutes {
  /** Prefixes and path identifiers, in the order in which they were added. */
  readonly paths: PathColumns;
  /** For each route its attribute set. */
  readonly sets: AttributeSet[] = [];

  constructor(words: 1 | 4) {
    this.paths = new PathColumns(words);
  }

  add(key: PrefixKey, pathId: number, set: AttributeSet): void {
    const index = this.sets.length;
    if (index === this.paths.capacity) this.paths.grow();
    this.paths.write(index, key, pathId);
    this.sets.push(set);
  }
}

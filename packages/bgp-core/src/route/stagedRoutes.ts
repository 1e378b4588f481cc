import type { AttributeSet } from './attributeSets.ts';
import { FEWEST, PathColumns } from './pathColumns.ts';
import type { PrefixKey } from './prefixKey.ts';

/**
 * Routes of a family that were checked and are to be taken in together; they cost little while they wait. They stand in
 * blocks, so that nothing is copied and left behind when they become more.
 */
export class StagedRoutes {
  readonly #words: 1 | 4;
  readonly #blocks: StagedBlock[] = [];
  #count = 0;

  constructor(words: 1 | 4) {
    this.#words = words;
  }

  /** In the order in which they were added. */
  get blocks(): readonly StagedBlock[] {
    return this.#blocks;
  }

  get count(): number {
    return this.#count;
  }

  add(key: PrefixKey, pathId: number, set: AttributeSet): void {
    let block = this.#blocks.at(-1);
    if (block === undefined || block.count === block.sets.length) {
      const capacity = Math.min(Math.max(this.#count, FEWEST), BLOCK);
      block = {
        paths: new PathColumns(this.#words, capacity),
        sets: new Uint32Array(capacity),
        count: 0,
      };
      this.#blocks.push(block);
    }
    block.paths.write(block.count, key, pathId);
    block.sets[block.count++] = set.id;
    this.#count++;
  }
}

export interface StagedBlock {
  /** Prefixes and path identifiers. */
  readonly paths: PathColumns;
  /** For each path the number of its attribute set. */
  readonly sets: Uint32Array;
  count: number;
}

const BLOCK = 65_536;

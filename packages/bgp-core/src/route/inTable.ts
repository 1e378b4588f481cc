import type { UnicastFamily } from '../family.ts';
import type { AttributeStore, StoredAttributes } from './attributeStore.ts';
import { grown } from './pathColumns.ts';
import { PathTable } from './pathTable.ts';
import type { PrefixKey } from './prefixKey.ts';

/** The paths of one family that a peer announced, each with the number of its attributes. */
export class InTable {
  readonly paths: PathTable;
  readonly #store: AttributeStore;
  #attributes: Uint32Array = new Uint32Array(0);
  #stale: Uint8Array = new Uint8Array(0);

  constructor(family: UnicastFamily, store: AttributeStore, seed: number) {
    this.paths = new PathTable(family === 'ipv4/unicast' ? 1 : 4, seed);
    this.#store = store;
  }

  announce(key: PrefixKey, pathId: number, attributes: StoredAttributes): void {
    let slot = this.paths.find(key, pathId);
    if (slot < 0) {
      slot = this.paths.add(key, pathId);
      if (this.paths.capacity > this.#attributes.length) this.#grow();
      this.#attributes[slot] = 0;
    }
    this.#stale[slot] = 0;
    if (this.#attributes[slot] === attributes.id) return;
    attributes.references++;
    this.#release(slot);
    this.#attributes[slot] = attributes.id;
  }

  /** Removes a path; whether it was there. */
  withdraw(key: PrefixKey, pathId: number): boolean {
    const slot = this.paths.find(key, pathId);
    if (slot >= 0) this.#remove(slot);
    return slot >= 0;
  }

  attributesOf(slot: number): StoredAttributes | null {
    return this.paths.isUsed(slot) ? this.#store.get(this.#attributes[slot] as number) : null;
  }

  isStale(slot: number): boolean {
    return this.#stale[slot] === 1;
  }

  markStale(): void {
    this.#stale.fill(1);
  }

  /** Removes the paths that `only` accepts; how many there were. */
  removeWhere(only: (slot: number) => boolean): number {
    let removed = 0;
    for (let slot = 0; slot < this.paths.end; slot++) {
      if (!this.paths.isUsed(slot) || !only(slot)) continue;
      this.#remove(slot);
      removed++;
    }
    return removed;
  }

  #remove(slot: number): void {
    this.#release(slot);
    this.paths.remove(slot);
  }

  #release(slot: number): void {
    const attributes = this.#store.get(this.#attributes[slot] as number);
    if (attributes === null) return;
    attributes.references--;
    if (attributes.references === 0) this.#store.forget(attributes);
  }

  #grow(): void {
    this.#attributes = grown(this.#attributes, this.paths.capacity);
    const stale = new Uint8Array(this.paths.capacity);
    stale.set(this.#stale);
    this.#stale = stale;
  }
}

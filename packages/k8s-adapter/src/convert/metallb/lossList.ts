import type { ObjectRef } from '../../model/object.ts';
import type { Loss } from '../conversion.ts';

/** Collects what of one object gets lost. */
export class LossList {
  readonly #object: ObjectRef;
  readonly #losses: Loss[];

  constructor(object: ObjectRef, losses: Loss[]) {
    this.#object = object;
    this.#losses = losses;
  }

  add(feature: string, message: string): void {
    this.#losses.push({ object: this.#object, feature, message });
  }

  /** Notes what has no equivalent, where it says anything. */
  when(isSaid: boolean, feature: string, message = 'has no equivalent'): void {
    if (isSaid) this.add(feature, message);
  }
}

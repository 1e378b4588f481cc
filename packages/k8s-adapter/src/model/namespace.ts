import type { Labels } from './object.ts';

/** A namespace and what selectors see of it. */
export interface Namespace {
  readonly name: string;
  readonly labels: Labels;
}

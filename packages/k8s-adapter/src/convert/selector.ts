import type { LabelSelector } from '../model/selector.ts';
import { compact } from './conversion.ts';

/** A selector as Kubernetes writes it. */
export function selectorField({ matchLabels, matchExpressions }: LabelSelector): object {
  return compact({
    matchLabels: Object.keys(matchLabels).length === 0 ? null : matchLabels,
    matchExpressions: matchExpressions.map((requirement) => ({ ...requirement })),
  });
}

export function selectorFields(selectors: readonly LabelSelector[]): readonly object[] {
  return selectors.map(selectorField);
}

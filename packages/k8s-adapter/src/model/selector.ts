import type { Labels } from './object.ts';

/** A selector over labels, with the meaning that Kubernetes gives it; without requirements it selects everything. */
export interface LabelSelector {
  readonly matchLabels: Labels;
  readonly matchExpressions: readonly LabelRequirement[];
}

export type LabelRequirement =
  | { readonly key: string; readonly operator: 'In' | 'NotIn'; readonly values: readonly string[] }
  | { readonly key: string; readonly operator: 'Exists' | 'DoesNotExist' };

export function selects(selector: LabelSelector, labels: Labels): boolean {
  for (const key of Object.keys(selector.matchLabels)) {
    if (labels[key] !== selector.matchLabels[key]) return false;
  }
  return selector.matchExpressions.every((requirement) => isMet(requirement, labels));
}

/** Whether one of the selectors selects the labels. */
export function selectsAny(selectors: readonly LabelSelector[], labels: Labels): boolean {
  return selectors.some((selector) => selects(selector, labels));
}

/** As `selectsAny`, but no selector at all is no restriction. */
export function selectsAnyOrAll(selectors: readonly LabelSelector[], labels: Labels): boolean {
  return selectors.length === 0 || selectsAny(selectors, labels);
}

/** A text that is equal for selectors that say the same. */
export function selectorKey(selector: LabelSelector): string {
  const labels = Object.entries(selector.matchLabels).map(([key, value]) => `${key}=${value}`);
  return [...labels.sort(), ...selector.matchExpressions.map(requirementText)].join(',');
}

/** The selector in the words of `kubectl -l`, or `everything`. */
export function formatSelector(selector: LabelSelector): string {
  return selectorKey(selector) || 'everything';
}

/** The requirement in the words of `kubectl -l`; equal for requirements that say the same. */
export function requirementText(requirement: LabelRequirement): string {
  switch (requirement.operator) {
    case 'In':
    case 'NotIn':
      return `${requirement.key} ${requirement.operator.toLowerCase()} (${[...requirement.values].sort().join(' ')})`;
    case 'Exists':
      return requirement.key;
    case 'DoesNotExist':
      return `!${requirement.key}`;
  }
}

function isMet(requirement: LabelRequirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined;
  switch (requirement.operator) {
    case 'In':
      return value !== undefined && requirement.values.includes(value);
    case 'NotIn':
      return value === undefined || !requirement.values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}

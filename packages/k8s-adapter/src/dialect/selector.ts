import type { LabelRequirement, LabelSelector } from '../model/selector.ts';
import { requirementText, selectorKey } from '../model/selector.ts';
import type { Fields } from './fields.ts';

/** Reads a list of label selectors of which any may match; what is said twice is an error. */
export function readSelectors(fields: Fields, name: string): readonly LabelSelector[] {
  const known = new Set<string>();
  return fields.objects(name).map((item) => {
    const selector = readSelector(item);
    refuseRepetition(item, selector);
    const key = selectorKey(selector);
    if (known.has(key))
      item.report.error('duplicate', item.path, key, 'says the same as another selector of the list');
    known.add(key);
    return selector;
  });
}

/** Reads `matchLabels` and `matchExpressions`. */
export function readSelector(fields: Fields): LabelSelector {
  return readSelectorWith(fields, 'matchLabels', 'matchExpressions');
}

/** Reads a selector whose two fields have other names. */
export function readSelectorWith(fields: Fields, labelsName: string, expressionsName: string): LabelSelector {
  const matchLabels = fields.map(labelsName);
  for (const [key, value] of Object.entries(matchLabels)) {
    if (!isLabelKey(key)) fields.invalid(labelsName, key, `has the key "${key}", which is no label key`);
    if (!isLabelValue(value))
      fields.invalid(labelsName, value, `has the value "${value}", which no label can have`);
  }
  const matchExpressions = fields.objects(expressionsName).flatMap((item) => readRequirement(item) ?? []);
  fields.warnOfUnknown();
  return { matchLabels, matchExpressions };
}

function refuseRepetition({ report, path }: Fields, { matchExpressions }: LabelSelector): void {
  const known = new Set<string>();
  matchExpressions.forEach((requirement, index) => {
    const field = `${path}.matchExpressions[${index}]`;
    const key = requirementText(requirement);
    if (known.has(key)) report.error('duplicate', field, key, 'says the same as another expression');
    known.add(key);
    if (!('values' in requirement)) return;
    const { values } = requirement;
    const again = values.find((value, place) => values.indexOf(value) !== place);
    if (again !== undefined)
      report.error('duplicate', `${field}.values`, again, `says "${again}" a second time`);
  });
}

function readRequirement(fields: Fields): LabelRequirement | null {
  const key = fields.requiredText('key');
  const operator = fields.oneOf('operator', OPERATORS);
  const values = fields.texts('values');
  if (operator === null && fields.text('operator') === null)
    fields.missing('operator', OPERATORS.join(' or '));
  if (key !== '' && !isLabelKey(key)) fields.invalid('key', key, `is "${key}", which is no label key`);
  const odd = values.find((value) => !isLabelValue(value));
  if (odd !== undefined) fields.invalid('values', odd, `holds "${odd}", which no label can have`);
  fields.warnOfUnknown();
  switch (operator) {
    case null:
      return null;
    case 'In':
    case 'NotIn':
      if (values.length === 0) fields.missing('values', `operator ${operator} needs at least one`);
      return { key, operator, values };
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) fields.invalid('values', values, `must be empty for operator ${operator}`);
      return { key, operator };
  }
}

function isLabelKey(key: string): boolean {
  const slash = key.lastIndexOf('/');
  const prefix = slash < 0 ? null : key.slice(0, slash);
  const isPrefix = prefix === null || (prefix.length <= 253 && SUBDOMAIN.test(prefix));
  return isPrefix && isLabelName(key.slice(slash + 1));
}

function isLabelValue(value: string): boolean {
  return value === '' || isLabelName(value);
}

function isLabelName(text: string): boolean {
  return text.length <= 63 && /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?$/.test(text);
}

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;
const SUBDOMAIN = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;

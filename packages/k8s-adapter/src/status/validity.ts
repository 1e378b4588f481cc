import { formatRef } from '../model/object.ts';
import { sentenceOf } from '../model/problem.ts';
import type { Problem } from '../model/problem.ts';
import type { Condition } from './condition.ts';
import type { Status } from './configuration.ts';

/** What MetalLB's ConfigurationState says of a program that reads the configuration. */
export function configurationState(problems: readonly Problem[], type: string): Status {
  const errors = problems
    .filter(({ severity }) => severity === 'error')
    .map((problem) => `${formatRef(problem.object)}: ${sentenceOf(problem)}`);
  const more = errors.length > MOST ? [`... and ${errors.length - MOST} more`] : [];
  const summary = [...errors.slice(0, MOST), ...more].join('\n');
  const isValid = errors.length === 0;
  const condition: Condition = {
    type,
    status: isValid ? 'True' : 'False',
    reason: isValid ? 'Reconciled' : 'ConfigurationError',
    message: summary,
  };
  return {
    fields: { result: isValid ? 'Valid' : 'Invalid', errorSummary: summary },
    conditions: [condition],
  };
}

/** So that a list of thousands does not outgrow the object. */
const MOST = 50;

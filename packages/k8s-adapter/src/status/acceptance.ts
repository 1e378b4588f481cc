import { publicReason } from '../decide/reason.ts';
import { sentenceOf } from '../model/problem.ts';
import type { Problem } from '../model/problem.ts';
import type { Condition } from './condition.ts';

/** Whether an object is in force as it is written, and what else its owner should know. */
export function acceptance(problems: readonly Problem[], generation: number | null): readonly Condition[] {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  const edit = generation === null ? {} : { observedGeneration: generation };
  const accepted: Condition = {
    type: 'Accepted',
    status: errors.length === 0 ? 'True' : 'False',
    ...words(errors, { reason: 'Accepted', message: 'is in force' }),
    ...edit,
  };
  if (warnings.length === 0) return [accepted];
  const message = { reason: 'Warning', message: '' };
  return [accepted, { type: 'Warning', status: 'True', ...words(warnings, message), ...edit }];
}

function words(problems: readonly Problem[], otherwise: Words): Words {
  const [first] = problems;
  if (first === undefined) return otherwise;
  const message = problems.map(sentenceOf).join('; ');
  const isLong = message.length > LONGEST;
  return {
    reason: publicReason(first.code),
    message: isLong ? `${message.slice(0, LONGEST)}... (${problems.length} in all)` : message,
  };
}

interface Words {
  readonly reason: string;
  readonly message: string;
}

/** So that a list of thousands does not outgrow the object. */
const LONGEST = 4000;

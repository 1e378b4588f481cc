import { explain as explainSubject } from '../plan/explain.ts';
import type { Subject } from '../plan/explain.ts';
import { explanationDocument } from '../plan/explanationDocument.ts';
import type { ExplanationDocument } from '../plan/explanationDocument.ts';
import type { Plan } from '../plan/plan.ts';
import { subjectOf } from '../plan/subject.ts';
import { plan } from './plan.ts';
import type { PlanWishes } from './plan.ts';
import type { Input } from './input.ts';
import { isPlan } from './routes.ts';

/**
 * The chain of verdicts on one thing, which may be said in words like `service default/web`; `null` where there is no such
 * thing. Throws a RangeError for words that name nothing.
 */
export function explain(
  input: Input | Plan,
  subject: Subject | string,
  wishes: PlanWishes = {},
): ExplanationDocument | null {
  const planned = isPlan(input) ? input : plan(input, wishes);
  const explanation = explainSubject(
    planned,
    typeof subject === 'string' ? subjectOf(subject.split(' ')) : subject,
  );
  return explanation === null ? null : explanationDocument(explanation);
}

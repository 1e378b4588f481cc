/** What is so or is not, with the reason in one word and in a sentence. */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
  /** Which edit of the object it speaks of; absent where objects are not counted that way. */
  readonly observedGeneration?: number;
}

/** The list of conditions as it should be: ours as they are now, and those of others as they stand. */
export function withConditions(
  found: readonly FoundCondition[],
  ours: readonly Condition[],
  time: string,
): readonly FoundCondition[] {
  const others = found.filter(({ type }) => !OURS.has(type));
  return [...ours.map((condition) => dated(condition, found, time)), ...others];
}

/** A condition as the API server has it. */
export type FoundCondition = Readonly<Record<string, unknown>> & { readonly type: string };

/** The time is that of the last change from true to false or back. */
function dated(condition: Condition, found: readonly FoundCondition[], time: string): FoundCondition {
  const before = found.find(({ type }) => type === condition.type);
  const isSame = before?.['status'] === condition.status;
  const lastTransitionTime = isSame ? (before['lastTransitionTime'] ?? time) : time;
  return { ...condition, lastTransitionTime };
}

const OURS: ReadonlySet<string> = new Set([
  'Accepted',
  'Warning',
  'Reserved',
  'poolReconcilerValid',
  'configReconcilerValid',
]);

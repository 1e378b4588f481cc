import type { Context, Suite } from 'mocha';

/** Called in `before`: leaves the suite out and keeps the reason for the summary, with what would enable it. */
export function skipSuite(context: Context, reason: string): never {
  const suite = context.test?.parent;
  if (suite !== undefined) reasons.set(suite, reason);
  return context.skip();
}

/** Why a suite, or one that it is part of, was left out. */
export function skipReason(suite: Suite): string | null {
  for (let at: Suite | undefined = suite; at !== undefined; at = at.parent) {
    const reason = reasons.get(at);
    if (reason !== undefined) return reason;
  }
  return null;
}

const reasons = new WeakMap<Suite, string>();

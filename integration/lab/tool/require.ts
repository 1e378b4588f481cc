import { skipSuite } from '@fairlead/testing';
import type { Context } from 'mocha';
import { findTool } from './catalogue.ts';
import type { ToolName } from './catalogue.ts';

/** Called in `before`: brings tools to this machine where it can, and skips the suite with a word where it cannot. */
export async function requireTools(context: Context, ...names: readonly ToolName[]): Promise<void> {
  const limit = context.timeout();
  const started = performance.now();
  context.timeout(0);
  for (const name of names) {
    const lookup = await findTool(name);
    if (lookup.kind === 'missing') skipSuite(context, lookup.reason);
  }
  context.timeout(limit + performance.now() - started);
}

import { programOf, run } from '../../lab/index.ts';
import type { Namespace, ToolName } from '../../lab/index.ts';
import { commandLine } from '../../lab/tool/lookup.ts';

/** Runs a tool inside a namespace and gives what it printed, whatever its exit code says. */
export async function ask(namespace: Namespace, tool: ToolName, ...args: readonly string[]): Promise<string> {
  const program = await programOf(tool);
  const command = commandLine(program, args, namespace.name);
  return await run(['sh', '-c', '"$@"; true', 'ask', ...command]);
}

import { findDebianTool } from '../../integration/lab/tool/debian.ts';
import { commandLine } from '../../integration/lab/tool/lookup.ts';
import type { Compiler, Target } from './compile.ts';

/** Debian's compiler for an architecture, unpacked into the cache where it is not installed; nothing is installed. */
export async function fetchCompiler({ debian }: Target): Promise<Compiler> {
  const tool = await findDebianTool({
    package: debian.package,
    and: [debian.headers],
    programs: [debian.program],
  });
  if (tool.kind === 'missing') return { kind: 'missing', reason: tool.reason };
  const program = tool.programs.get(debian.program);
  if (program === undefined) return { kind: 'missing', reason: `${debian.package} has no ${debian.program}` };
  return { kind: 'found', name: debian.program, command: (args) => commandLine(program, args, null) };
}

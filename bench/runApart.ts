import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Runs one benchmark in a process of its own, so that none finds the heap and the compiled code of another; whether it ended well. */
export async function runApart(name: string): Promise<boolean> {
  const program = join(import.meta.dirname, 'one.ts');
  const child = spawn(process.execPath, [...NODE_OPTIONS, program, name], { stdio: 'inherit' });
  const pass = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  for (const signal of SIGNALS) process.off(signal, pass);
  const stopped = SIGNALS.find((each) => each === signal || code === STOPPED_CODES[each]);
  if (stopped !== undefined) process.exit(STOPPED_CODES[stopped]);
  return code === 0;
}

const NODE_OPTIONS = ['--conditions=@fairlead/source', '--expose-gc'];
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const STOPPED_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

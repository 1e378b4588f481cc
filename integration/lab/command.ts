import { execFile } from 'node:child_process';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  /** Milliseconds until the program is killed. */
  readonly timeout?: number;
}

/** Runs a program to its end and gives what it printed; a failure names the command and what it said. */
export async function run(command: readonly string[], options: RunOptions = {}): Promise<string> {
  const [program, ...args] = command;
  if (program === undefined) throw new TypeError('no program to run');
  const { cwd, env, input, timeout = 60_000 } = options;
  return await new Promise((resolve, reject) => {
    const settings = { cwd, env: { ...process.env, ...env }, timeout, maxBuffer: MAX_OUTPUT };
    const child = execFile(program, args, settings, (cause, stdout, stderr) => {
      if (cause === null) resolve(stdout);
      else reject(new CommandError(command, stderr.trim() || stdout.trim() || cause.message, cause));
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input ?? '');
  });
}

/** A program that ended with an error, and what it said. */
export class CommandError extends Error {
  readonly said: string;

  constructor(command: readonly string[], said: string, cause: Error) {
    super(`${command.join(' ')}: ${said.slice(-2000)}`, { cause });
    this.said = said;
  }

  /** The last line that it said. */
  get summary(): string {
    return this.said.slice(this.said.lastIndexOf('\n') + 1);
  }
}

const MAX_OUTPUT = 1 << 30;

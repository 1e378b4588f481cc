import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { run } from '../../src/command/run.ts';

/** What a command line came to. */
export interface Outcome {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs `fairlead` inside this process. */
export async function fairlead(
  words: readonly string[],
  { stdin = '', environment = {}, hasColour = false }: Surroundings = {},
): Promise<Outcome> {
  let output = '';
  let errors = '';
  const exitCode = await run(words, {
    stdin: Readable.from([stdin]),
    environment,
    hasColour,
    print: (text) => (output += text),
    printError: (text) => (errors += text),
  });
  return { exitCode, output, errors };
}

interface Surroundings {
  readonly stdin?: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly hasColour?: boolean;
}

/** A folder with files of these texts, for the time of `use`. */
export async function withFiles<T>(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-cli-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

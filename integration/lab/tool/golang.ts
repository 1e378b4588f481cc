import { join } from 'node:path';
import { CommandError, run } from '../command.ts';
import { cachedFolder, cachePath, say } from './cache.ts';
import { found, missing } from './lookup.ts';
import type { Lookup } from './lookup.ts';

/** Programs that are built from published Go modules. */
export interface GoTool {
  readonly name: string;
  readonly version: string;
  readonly programs: readonly string[];
  /** How long a build takes on two cores, for whoever waits. */
  readonly takes: string;
  /** Leaves the programs in the folder. */
  readonly build: (tool: GoTool, folder: string) => Promise<void>;
}

/** Finds programs built earlier, or else builds them into the cache. */
export async function findGoTool(tool: GoTool): Promise<Lookup> {
  const title = `${tool.name} ${tool.version}`;
  const folder = cachePath('go', `${tool.name}-${tool.version}`);
  try {
    await cachedFolder(folder, title, async (unfinished) => {
      await run(['go', 'version']);
      say(`building ${title} with Go (once, about ${tool.takes}) ...`);
      await tool.build(tool, unfinished);
    });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return missing(
      `${title} could not be built (${error.summary}): Go on the PATH and its module proxy enable it`,
    );
  }
  return found(tool.programs.map((program) => [program, { path: join(folder, program), over: null }]));
}

/** Builds packages of the module in a folder. */
export async function goBuild(
  module: string,
  target: string,
  packages: readonly string[],
  linkerFlags: string,
): Promise<void> {
  await go(
    ['build', '-trimpath', '-ldflags', `-s -w ${linkerFlags}`, '-o', `${target}/`, ...packages],
    {},
    module,
  );
}

/** Builds the programs below a package path of a module that needs no preparation. */
export function goInstall(path: string): GoTool['build'] {
  return async ({ version, programs }, folder) => {
    const packages = programs.map((program) => `${path}/${program}@v${version}`);
    await go(['install', '-trimpath', '-ldflags', '-s -w', ...packages], { GOBIN: folder });
  };
}

/** Brings a module to this machine; gives the folder of its source. */
export async function downloadModule(module: string, cwd: string): Promise<string> {
  const answer = await run(['go', 'mod', 'download', '-json', module], { cwd, timeout: BUILD_LIMIT });
  return (JSON.parse(answer) as { readonly Dir: string }).Dir;
}

async function go(args: readonly string[], env: Readonly<Record<string, string>>, cwd = '/'): Promise<void> {
  await run(['nice', 'go', ...args], { cwd, env: { CGO_ENABLED: '0', ...env }, timeout: BUILD_LIMIT });
}

const BUILD_LIMIT = 45 * 60_000;

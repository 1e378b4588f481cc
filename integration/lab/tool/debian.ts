import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../command.ts';
import { fetchPackages, unpackInto } from './apt.ts';
import { cachedFolder, cachePath, say } from './cache.ts';
import { found, missing } from './lookup.ts';
import type { Lookup, Program } from './lookup.ts';

/** A tool that Debian and Ubuntu package. */
export interface DebianTool {
  readonly package: string;
  readonly programs: readonly string[];
  /** Packages that it works without, but not here. */
  readonly and?: readonly string[];
  /** Users, each with a group, that the package would make and its programs ask for. */
  readonly users?: readonly string[];
}

/**
 * Finds a tool: installed, unpacked earlier, or else fetched with apt and unpacked into the cache. Nothing is installed
 * and no service starts.
 */
export async function findDebianTool(tool: DebianTool): Promise<Lookup> {
  const installed = programsBelow('', tool);
  if (installed !== null) return found(installed);
  const obstacle = whyNotUnpacked();
  if (obstacle !== null) return missing(`${tool.package} is not installed, and ${obstacle}`);
  try {
    const packages = [tool.package, ...(tool.and ?? [])];
    const root = await cachedFolder(join(shelf(), packages.join('+')), tool.package, async (unfinished) => {
      say(`fetching ${tool.package} and what it needs (once) ...`);
      await unpackInto(unfinished, await fetchPackages(packages, unfinished), tool.users ?? []);
    });
    const programs = programsBelow(root, tool);
    return programs === null
      ? missing(`${root} lacks ${tool.programs.join(' or ')}: delete it`)
      : found(programs);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return missing(
      `${tool.package} could not be fetched (${error.summary}): apt-get install ${tool.package} enables it`,
    );
  }
}

function programsBelow(
  root: string,
  { programs }: DebianTool,
): readonly (readonly [string, Program])[] | null {
  const places = programs.flatMap((name) => {
    const path = PROGRAM_FOLDERS.map((folder) => `${folder}/${name}`).find((path) => existsSync(root + path));
    return path === undefined ? [] : [[name, { path, over: root === '' ? null : root }] as const];
  });
  return places.length === programs.length ? places : null;
}

function whyNotUnpacked(): string | null {
  if (process.getuid?.() !== 0) return 'only root can use it unpacked: run the tests as root';
  if (!existsSync('/usr/bin/apt-get')) return 'there is no apt to fetch it with';
  if (!lstatSync('/lib').isSymbolicLink()) return 'this system keeps /lib apart from /usr';
  const filesystems = readFileSync('/proc/filesystems', 'utf8');
  return filesystems.includes('\toverlay\n') ? null : 'this kernel has no overlayfs to lay it over /usr';
}

/** What is unpacked fits the libraries of one release on one architecture. */
export function shelf(): string {
  const release = /^VERSION_CODENAME=(.*)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown';
  return cachePath('debian', `${release}-${process.arch}`);
}

const PROGRAM_FOLDERS = ['/usr/bin', '/usr/sbin', '/usr/lib/frr', '/usr/local/bin', '/usr/local/sbin'];

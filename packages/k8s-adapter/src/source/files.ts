import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { SourceObject } from '../dialect/source.ts';
import { manifestOf } from './manifest.ts';
import type { Location, Manifest, SyntaxProblem } from './manifest.ts';
import { UnreadableInput } from './unreadable.ts';

/** The objects of some files, and where in them each field stands. */
export interface FileObjects {
  readonly objects: readonly SourceObject[];
  /** What is no YAML, or no object. */
  readonly syntaxProblems: readonly SyntaxProblem[];
  /** The line of a field of the object with this origin, as far down its path as it goes. */
  locate(origin: string, field: string): Location | null;
}

export interface FileOptions {
  /** Whether folders are read with the folders in them. */
  readonly isRecursive: boolean;
  /** What `-` stands for. */
  readonly stdin: NodeJS.ReadableStream;
}

/** Reads files, folders, and `-` for the standard input: YAML or JSON, of any number of documents and Lists. */
export async function readFiles(paths: readonly string[], options: FileOptions): Promise<FileObjects> {
  const manifests: Manifest[] = [];
  for (const path of paths) {
    if (path === '-') {
      manifests.push(manifestOf('stdin', await text(options.stdin)));
      continue;
    }
    const files = await filesAt(path, options.isRecursive);
    if (files.length === 0) throw new UnreadableInput(withoutManifests(path, options.isRecursive));
    for (const file of files) manifests.push(manifestOf(file, await readManifest(file)));
  }
  const byOrigin = new Map(
    manifests.flatMap((manifest) => manifest.objects.map(({ origin }) => [origin, manifest] as const)),
  );
  return {
    objects: manifests.flatMap(({ objects }) => objects),
    syntaxProblems: manifests.flatMap(({ syntaxProblems }) => syntaxProblems),
    locate: (origin, field) => byOrigin.get(origin)?.locate(origin, field) ?? null,
  };
}

/** The files of a path in the order of their names; of a folder those that are named like a manifest. */
export async function filesAt(path: string, isRecursive: boolean): Promise<readonly string[]> {
  const found = await stat(path).catch((error: unknown) => refuse(path, error));
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => refuse(path, error));
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const child = join(path, entry.name);
    if (!entry.isDirectory() && MANIFESTS.has(extname(entry.name))) files.push(child);
    if (entry.isDirectory() && isRecursive) files.push(...(await filesAt(child, true)));
  }
  return files;
}

export async function readManifest(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((error: unknown) => refuse(file, error));
}

function withoutManifests(folder: string, isRecursive: boolean): string {
  const hint = isRecursive ? '' : '; -R reads the folders in it too';
  return `cannot read ${folder}: no file in it is called *.yaml, *.yml or *.json${hint}`;
}

function refuse(path: string, cause: unknown): never {
  if (/^https?:\/\//.test(path)) {
    const command = `curl -sL ${path} | fairlead ... -f -`;
    throw new UnreadableInput(`cannot read ${path}: nothing is fetched from elsewhere; say ${command}`, {
      cause,
    });
  }
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  throw new UnreadableInput(`cannot read ${path}: ${CAUSES.get(code) ?? code}`, { cause });
}

const MANIFESTS: ReadonlySet<string> = new Set(['.yaml', '.yml', '.json']);
const CAUSES: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file or folder'],
  ['EACCES', 'permission denied; run as a user who may read it'],
  ['ENOTDIR', 'a part of the path is no folder'],
  ['ELOOP', 'its links lead in a circle'],
]);

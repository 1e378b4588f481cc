import { readFileSync } from 'node:fs';
import type { Io } from './command.ts';
import { EXIT } from './exitCode.ts';

export const flags: readonly string[] = [];

/** `fairlead version` */
export function run(_: readonly string[], io: Io): Promise<number> {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  io.print(`fairlead ${isManifest ? String(manifest.version) : 'unknown'}, Node ${process.versions.node}\n`);
  return Promise.resolve(EXIT.ok);
}

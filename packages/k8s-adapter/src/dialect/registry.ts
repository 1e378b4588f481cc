import { core } from './core/index.ts';
import type { Dialect, KindReader } from './dialect.ts';
import { fairlead } from './fairlead/index.ts';
import { metallb } from './metallb/index.ts';
import { openelb } from './openelb/index.ts';
import { isJsonObject } from './source.ts';
import type { JsonObject } from './source.ts';

/** All that can be read. */
export const DIALECTS: readonly Dialect[] = [core, fairlead, metallb, openelb];

/** The API groups of which every kind should be known. */
export const groupsOfDialects: ReadonlySet<string> = new Set(DIALECTS.flatMap(({ groups }) => groups));

export interface Entry {
  readonly dialect: string;
  readonly read: KindReader;
  /** Whether it configures Fairlead, other than Services, nodes and the like. */
  readonly isConfig: boolean;
}

export function readerOf(apiVersion: string, kind: string): Entry | null {
  return entries.get(`${apiVersion} ${kind}`) ?? null;
}

/** Who reads an object; `null` where nobody does. */
export function dialectOf(apiVersion: string, kind: string, content: JsonObject): string | null {
  const data = content['data'];
  const isOldConfig = kind === 'ConfigMap' && isJsonObject(data) && typeof data['config'] === 'string';
  return isOldConfig ? 'metallb-configmap' : (readerOf(apiVersion, kind)?.dialect ?? null);
}

export function isClusterScoped(apiVersion: string, kind: string): boolean {
  return clusterScoped.has(`${apiVersion} ${kind}`);
}

/** The versions of a kind that are read. */
export function versionsOf(group: string, kind: string): readonly string[] {
  return [...entries.keys()].flatMap((key) => {
    const [apiVersion = '', name] = key.split(' ');
    return name === kind && apiVersion.startsWith(`${group}/`) ? [apiVersion] : [];
  });
}

/** The kinds of a group that are read. */
export function kindsOf(group: string): readonly string[] {
  return [...entries.keys()].flatMap((key) => {
    const [apiVersion = '', kind = ''] = key.split(' ');
    return apiVersion.startsWith(`${group}/`) ? [kind] : [];
  });
}

const entries: ReadonlyMap<string, Entry> = new Map(
  DIALECTS.flatMap(({ name, kinds }) =>
    Object.entries(kinds).map(
      ([key, read]) => [key, { dialect: name, read, isConfig: name !== 'core' }] as const,
    ),
  ),
);

const clusterScoped: ReadonlySet<string> = new Set(
  DIALECTS.flatMap(({ kinds, clusterScoped: scoped }) =>
    Object.keys(kinds).filter((key) => scoped.includes(key.split(' ')[1] ?? '')),
  ),
);

import { dialectOf } from '../dialect/registry.ts';
import { isJsonObject } from '../dialect/source.ts';
import type { Input } from './input.ts';

/** An object of the input and what became of it. */
export interface ObjectDocument {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
  /** Who reads it; `null` for kinds that mean nothing here. */
  readonly dialect: string | null;
  /** Whether nothing of it was set aside. */
  readonly accepted: boolean;
  readonly file: string | null;
  readonly line: number | null;
}

export function objectDocuments({ files, translation }: Input): readonly ObjectDocument[] {
  const broken = new Set(
    translation.problems.flatMap(({ severity, origin }) => (severity === 'error' ? [origin] : [])),
  );
  return files.objects.map(({ content, origin }) => {
    const object = isJsonObject(content) ? content : {};
    const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
    const apiVersion = textOf(object['apiVersion']);
    const kind = textOf(object['kind']);
    const place = origin === null ? null : files.locate(origin, '');
    return {
      apiVersion,
      kind,
      namespace: typeof metadata['namespace'] === 'string' ? metadata['namespace'] : null,
      name: textOf(metadata['name']),
      dialect: dialectOf(apiVersion, kind, object),
      accepted: !broken.has(origin),
      file: place?.file ?? null,
      line: place?.line ?? null,
    };
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

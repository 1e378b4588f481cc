import { Agent, request } from 'node:https';
import { parseAllDocuments } from 'yaml';
import { createDiscovery } from './discovery.ts';
import type { KubernetesObject, Reference, TypeReference } from './object.ts';

/** A small client for tests: what `kubectl` does, without `kubectl`. */
export interface KubernetesClient {
  /** Server-side apply of an object or of manifests in YAML, in order. */
  readonly apply: (
    manifests: string | KubernetesObject | readonly KubernetesObject[],
  ) => Promise<readonly KubernetesObject[]>;
  /** An object; `null` where it does not exist. */
  readonly get: <T extends KubernetesObject>(reference: Reference) => Promise<T | null>;
  readonly list: <T extends KubernetesObject>(type: TypeReference) => Promise<readonly T[]>;
  /** What `kubectl get` shows of a type: a row for each object, by the names of the columns. */
  readonly table: (type: TypeReference) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Deletes an object if it exists. */
  readonly delete: (reference: Reference) => Promise<void>;
  /** JSON merge patch. */
  readonly patch: (reference: Reference, patch: object) => Promise<KubernetesObject>;
  /** JSON merge patch of an object's status. */
  readonly patchStatus: (reference: Reference, status: object) => Promise<KubernetesObject>;
  readonly post: <T>(path: string, body: object) => Promise<T>;
  /** The body of any path. */
  readonly text: (path: string) => Promise<string>;
  readonly close: () => void;
}

/** What the API server refuses, with its reason. */
export class KubernetesError extends Error {
  readonly status: number;

  constructor(method: string, path: string, status: number, body: string) {
    super(`${method} ${path}: ${status} ${messageOf(body)}`);
    this.status = status;
  }
}

export function connectKubernetes(server: {
  readonly url: string;
  readonly authority: string;
  readonly token: string;
}): KubernetesClient {
  const agent = new Agent({ keepAlive: true, ca: server.authority });
  const ask = async (
    method: string,
    path: string,
    body?: string,
    type = 'application/json',
    accept = 'application/json',
  ): Promise<string> =>
    await new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${server.token}`,
        accept,
        'content-type': type,
      };
      const asked = request(new URL(path, server.url), { method, agent, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () => {
          const text = Buffer.concat(chunks).toString();
          const status = answer.statusCode ?? 0;
          if (status < 300) resolve(text);
          else reject(new KubernetesError(method, path, status, text));
        });
      });
      asked.once('error', reject).end(body);
    });
  const json = async <T>(...args: Parameters<typeof ask>): Promise<T> => JSON.parse(await ask(...args)) as T;
  const discovery = createDiscovery(async (path) => await json('GET', path));
  const merge = async (path: string, patch: object): Promise<KubernetesObject> =>
    await json('PATCH', path, JSON.stringify(patch), 'application/merge-patch+json');

  return {
    apply: async (manifests) => {
      const objects = typeof manifests === 'string' ? readManifests(manifests) : [manifests].flat();
      const applied: KubernetesObject[] = [];
      for (const object of objects) {
        const path = `${await discovery.pathOf(object)}?fieldManager=lab&force=true`;
        applied.push(await json('PATCH', path, JSON.stringify(object), 'application/apply-patch+yaml'));
      }
      return applied;
    },
    get: async (reference) => await orNull(json('GET', await discovery.pathOf(reference))),
    list: async (type) =>
      (await json<{ readonly items: readonly never[] }>('GET', await discovery.collectionOf(type))).items,
    table: async (type) => {
      const path = await discovery.collectionOf(type);
      const { columnDefinitions, rows } = JSON.parse(
        await ask('GET', path, undefined, undefined, TABLE),
      ) as Table;
      return rows.map(({ cells }) =>
        Object.fromEntries(columnDefinitions.map(({ name }, index) => [name, cells[index]])),
      );
    },
    delete: async (reference) => {
      await orNull(ask('DELETE', await discovery.pathOf(reference)));
    },
    patch: async (reference, patch) => await merge(await discovery.pathOf(reference), patch),
    patchStatus: async (reference, status) =>
      await merge(`${await discovery.pathOf(reference)}/status`, { status }),
    post: async (path, body) => await json('POST', path, JSON.stringify(body)),
    text: async (path) => await ask('GET', path),
    close: () => {
      agent.destroy();
    },
  };
}

interface Table {
  readonly columnDefinitions: readonly { readonly name: string }[];
  readonly rows: readonly { readonly cells: readonly unknown[] }[];
}

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

function readManifests(text: string): readonly KubernetesObject[] {
  const objects = parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject | null);
  return objects.filter((object) => object !== null);
}

async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof KubernetesError && error.status === 404) return null;
    throw error;
  }
}

function messageOf(body: string): string {
  try {
    return (JSON.parse(body) as { readonly message: string }).message;
  } catch {
    return body.slice(0, 500);
  }
}

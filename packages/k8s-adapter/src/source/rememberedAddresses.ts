import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { ObjectKey } from '../model/object.ts';
import type { ObjectSink } from './source.ts';

/** Addresses by Service, as they were last given. */
export type Addresses = ReadonlyMap<ObjectKey, readonly string[]>;

/** Where addresses are remembered when nobody says otherwise: one file for each set of manifests. */
export function defaultStateFile(paths: readonly string[], environment: NodeJS.ProcessEnv): string {
  const folder = environment['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state');
  const manifests = paths.map((path) => resolve(path)).join('\n');
  const name = createHash('sha256').update(manifests).digest('hex').slice(0, 16);
  return join(folder, 'fairlead', `standalone-${name}.json`);
}

/** Nothing where the file does not exist; throws where it cannot be read. */
export function readAddresses(file: string): Addresses {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
    throw error;
  }
  const services = JSON.parse(text) as Readonly<Record<ObjectKey, readonly string[]>>;
  return new Map(Object.entries(services));
}

/** Replaces the file as a whole, so that it is never half written. */
export function writeAddresses(file: string, addresses: Addresses): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(Object.fromEntries([...addresses].sort()), null, 2)}\n`);
  renameSync(draft, file);
}

/** Passes objects on; until they are synced, Services come with the addresses that they had, where their manifest says none. */
export function remembering(addresses: Addresses, sink: ObjectSink): ObjectSink {
  let known = addresses;
  return {
    put: (id, content, origin) => {
      const before = id.kind === 'Service' ? known.get(id.key) : undefined;
      sink.put(id, before === undefined ? content : withAddresses(content, before), origin);
    },
    remove: (id) => {
      sink.remove(id);
    },
    synced: () => {
      known = new Map();
      sink.synced();
    },
  };
}

function withAddresses(content: Content, addresses: readonly string[]): Content {
  const { status } = content as {
    readonly status?: { readonly loadBalancer?: { readonly ingress?: unknown } };
  };
  if (status?.loadBalancer?.ingress !== undefined) return content;
  return { ...content, status: { loadBalancer: { ingress: addresses.map((ip) => ({ ip })) } } };
}

type Content = Readonly<Record<string, unknown>>;

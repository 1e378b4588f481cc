import { FOLLOWINGS } from '../../src/source/kinds.ts';
import type { FakeApiServer } from './fakeApiServer.ts';
import type { Stored } from './fakeStore.ts';
import { objects } from './objects.ts';

/** Gives a server the objects of YAML documents. */
export function putAll(server: FakeApiServer, yaml: string): void {
  for (const { content } of objects(yaml)) if (content !== null) put(server, content as Stored);
}

function put(server: FakeApiServer, content: Stored): void {
  const { kind, metadata } = content as {
    readonly kind: string;
    readonly metadata: { readonly namespace?: string };
  };
  const resource = FOLLOWINGS.find((each) => each.resource.kind === kind)?.resource;
  if (resource === undefined) throw new Error(`no resource for ${kind}`);
  const { group, version, plural } = resource;
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const scope = metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`;
  server.store.put(`${root}${scope}/${plural}`, content);
}

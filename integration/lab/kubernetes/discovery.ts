import { eventually } from '@fairlead/testing';
import type { Reference, TypeReference } from './object.ts';

/** Finds the paths of objects by asking the API server what it serves. */
export interface Discovery {
  readonly pathOf: (reference: Reference) => Promise<string>;
  /** The path of all objects of a type, in all namespaces. */
  readonly collectionOf: (type: TypeReference) => Promise<string>;
}

/** A kind that was defined a moment ago is waited for. */
export function createDiscovery(get: (path: string) => Promise<unknown>): Discovery {
  const known = new Map<string, Resource>();
  const resourceOf = async ({ apiVersion, kind }: TypeReference): Promise<Resource> =>
    known.get(`${apiVersion} ${kind}`) ??
    (await eventually(`${kind} is served in ${apiVersion}`, async () => {
      const { resources } = (await get(groupPath(apiVersion))) as { readonly resources: readonly Resource[] };
      for (const resource of resources)
        if (!resource.name.includes('/')) known.set(`${apiVersion} ${resource.kind}`, resource);
      return known.get(`${apiVersion} ${kind}`) ?? null;
    }));
  return {
    pathOf: async ({ apiVersion, kind, metadata: { name, namespace = 'default' } }) => {
      const resource = await resourceOf({ apiVersion, kind });
      const scope = resource.namespaced ? `/namespaces/${namespace}` : '';
      return `${groupPath(apiVersion)}${scope}/${resource.name}/${name}`;
    },
    collectionOf: async (type) => `${groupPath(type.apiVersion)}/${(await resourceOf(type)).name}`,
  };
}

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

function groupPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

import type { ApiClient } from './client.ts';
import { isNotFound } from './error.ts';
import { groupVersionPath } from './resource.ts';
import type { Resource } from './resource.ts';

/** Whether the API server knows the kind at all: custom resources come and go with their definitions. */
export async function isServed(api: ApiClient, resource: Resource, signal: AbortSignal): Promise<boolean> {
  try {
    const list = await api.request({ method: 'GET', path: groupVersionPath(resource), signal });
    const { resources } = list as { readonly resources?: readonly { readonly name: string }[] };
    return resources?.some(({ name }) => name === resource.plural) ?? false;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

/** The kind in the first of its versions that the API server knows; as it is where it knows none, or does not answer. */
export async function inServedVersion(
  api: ApiClient,
  resource: Resource,
  olderVersions: readonly string[],
  signal: AbortSignal,
): Promise<Resource> {
  if (olderVersions.length === 0) return resource;
  try {
    for (const version of [resource.version, ...olderVersions]) {
      const candidate = { ...resource, version };
      if (await isServed(api, candidate, signal)) return candidate;
    }
  } catch {
    return resource; // the informer asks again, and says why it cannot
  }
  return resource;
}

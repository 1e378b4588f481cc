import type { ApiClient } from './client.ts';
import { isNotFound } from './error.ts';
import { groupVersionPath } from './resource.ts';
import type { Resource } from './resource.ts';

/** The first of the versions in which the API server knows the kind; `null` where it knows none: custom resources come and go. */
export async function servedVersion(
  api: ApiClient,
  resource: Resource,
  versions: readonly string[],
  signal: AbortSignal,
): Promise<string | null> {
  for (const version of versions) if (await isServed(api, { ...resource, version }, signal)) return version;
  return null;
}

async function isServed(api: ApiClient, resource: Resource, signal: AbortSignal): Promise<boolean> {
  try {
    const list = await api.request({ method: 'GET', path: groupVersionPath(resource), signal });
    const { resources } = list as { readonly resources?: readonly { readonly name: string }[] };
    return resources?.some(({ name }) => name === resource.plural) ?? false;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

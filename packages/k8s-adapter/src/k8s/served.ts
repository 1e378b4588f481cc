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

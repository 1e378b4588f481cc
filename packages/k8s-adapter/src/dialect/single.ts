import type { EndpointSlice } from '../model/endpoint.ts';
import type { Namespace } from '../model/namespace.ts';
import type { Node } from '../model/node.ts';
import type { Problem } from '../model/problem.ts';
import type { Service } from '../model/service.ts';
import { noDrafts } from './drafts.ts';
import type { Drafts } from './drafts.ts';
import type { SourceObject } from './source.ts';
import { DEFAULT_TRANSLATION, read } from './translate.ts';

/** What one object means; `null` where it is not of the kind or says nothing. */
export interface Single<T> {
  readonly value: T | null;
  readonly problems: readonly Problem[];
}

export function translateService(source: SourceObject): Single<Service> {
  return single(source, ({ services }) => services[0]?.value);
}

export function translateEndpointSlice(source: SourceObject): Single<EndpointSlice> {
  return single(source, ({ endpointSlices }) => endpointSlices[0]);
}

export function translateNode(source: SourceObject): Single<Node> {
  return single(source, ({ nodes }) => nodes[0]?.value);
}

export function translateNamespace(source: SourceObject): Single<Namespace> {
  return single(source, ({ namespaces }) => namespaces[0]);
}

function single<T>(source: SourceObject, pick: (drafts: Drafts) => T | undefined): Single<T> {
  const drafts = noDrafts();
  const problems: Problem[] = [];
  read(source, DEFAULT_TRANSLATION, drafts, problems);
  return { value: pick(drafts) ?? null, problems };
}

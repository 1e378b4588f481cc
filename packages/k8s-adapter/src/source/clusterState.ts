import { isDeepStrictEqual } from 'node:util';
import { countEndpoints, NO_ENDPOINTS } from '../decide/endpoints.ts';
import type { Translation } from '../dialect/assemble/index.ts';
import {
  translateEndpointSlice,
  translateNamespace,
  translateNode,
  translateService,
} from '../dialect/single.ts';
import type { Single } from '../dialect/single.ts';
import { translate } from '../dialect/translate.ts';
import type { TranslateOptions } from '../dialect/translate.ts';
import type { Config } from '../model/cluster.ts';
import type { Endpoints, EndpointSlice } from '../model/endpoint.ts';
import type { Labels, ObjectKey } from '../model/object.ts';
import type { Node } from '../model/node.ts';
import type { Problem } from '../model/problem.ts';
import type { Service } from '../model/service.ts';
import { meansTheSame } from './meaning.ts';
import type { ObjectId, ObjectSink } from './source.ts';

/** What of the cluster is no longer as it was. */
export interface ClusterListener {
  /** The Service, or where its endpoints are. */
  readonly serviceChanged: (key: ObjectKey) => void;
  /** Pools, peers, advertisements or namespaces: `config` and `namespaces` say how they are now. */
  readonly configChanged: () => void;
  readonly nodesChanged: () => void;
  readonly problemsChanged: () => void;
  readonly synced: () => void;
}

/** The cluster as the model has it, kept right object by object. */
export class ClusterState implements ObjectSink {
  readonly #services = new Map<ObjectKey, Service>();
  readonly #nodes = new Map<string, Node>();
  readonly #namespaces = new Map<string, Labels>();
  readonly #slices = new SliceIndex();
  /** Objects whose meaning depends on others, as they were read. */
  readonly #configObjects = new Map<string, Content>();
  /** Of objects that mean something by themselves. */
  readonly #problems = new Map<string, readonly Problem[]>();
  readonly #listener: ClusterListener;
  readonly #options: TranslateOptions;
  #translation: Translation | null = null;
  #isStale = true;

  constructor(listener: ClusterListener, options: TranslateOptions) {
    this.#listener = listener;
    this.#options = options;
  }

  get services(): ReadonlyMap<ObjectKey, Service> {
    return this.#services;
  }

  get nodes(): ReadonlyMap<string, Node> {
    return this.#nodes;
  }

  get namespaces(): ReadonlyMap<string, Labels> {
    return this.#namespaces;
  }

  /** The same object for as long as it says the same. */
  get config(): Config {
    return this.#translate().cluster.config;
  }

  /** By the name of the peer. */
  get passwords(): ReadonlyMap<string, string> {
    return this.#translate().passwords;
  }

  /** Where the Secrets are that peers name. */
  get secretNamespaces(): ReadonlySet<string> {
    return this.#translate().secretNamespaces;
  }

  /** What is wrong with any object. */
  get problems(): readonly Problem[] {
    return [...this.#translate().problems, ...[...this.#problems.values()].flat()];
  }

  /** A configuration object as it was read, by kind and key. */
  configObject(kind: string, key: string): Content['content'] | null {
    for (const { content } of this.#configObjects.values()) {
      if (content['kind'] === kind && keyOf(content) === key) return content;
    }
    return null;
  }

  endpoints(service: ObjectKey): Endpoints {
    const slices = this.#slices.of(service);
    return slices === null ? NO_ENDPOINTS : countEndpoints(slices);
  }

  put(id: ObjectId, content: Content['content'], origin: string | null): void {
    const source = { content, origin };
    switch (id.kind) {
      case 'Service':
        this.#putService(id, this.#noting(id, translateService(source)));
        break;
      case 'EndpointSlice':
        this.#putSlice(id.key, this.#noting(id, translateEndpointSlice(source)));
        break;
      case 'Node':
        this.#putNode(id.key, this.#noting(id, translateNode(source)));
        break;
      case 'Namespace':
        this.#putNamespace(id.key, this.#noting(id, translateNamespace(source))?.labels ?? null);
        break;
      case 'Speaker': // says what is, and decides nothing
        break;
      default:
        this.#putConfig(nameOf(id), source);
    }
  }

  remove(id: ObjectId): void {
    if (this.#problems.delete(nameOf(id))) this.#listener.problemsChanged();
    switch (id.kind) {
      case 'Service':
        this.#putService(id, null);
        break;
      case 'EndpointSlice':
        this.#putSlice(id.key, null);
        break;
      case 'Node':
        this.#putNode(id.key, null);
        break;
      case 'Namespace':
        this.#putNamespace(id.key, null);
        break;
      default:
        if (this.#configObjects.delete(nameOf(id))) this.#configTouched();
    }
  }

  synced(): void {
    this.#listener.synced();
  }

  #putService({ key }: ObjectId, service: Service | null): void {
    if (service === null) this.#services.delete(key);
    else this.#services.set(key, service);
    this.#listener.serviceChanged(key);
  }

  #putSlice(key: ObjectKey, slice: EndpointSlice | null): void {
    for (const service of this.#slices.replace(key, slice)) this.#listener.serviceChanged(service);
  }

  /** Kubelets touch their Node often without saying anything that counts here. */
  #putNode(name: string, node: Node | null): void {
    if (replaceIn(this.#nodes, name, node)) this.#listener.nodesChanged();
  }

  #putNamespace(name: string, labels: Labels | null): void {
    if (replaceIn(this.#namespaces, name, labels)) this.#listener.configChanged();
  }

  #putConfig(name: string, source: Content): void {
    const before = this.#configObjects.get(name);
    this.#configObjects.set(name, source);
    if (before?.origin !== source.origin || !meansTheSame(before.content, source.content))
      this.#configTouched();
  }

  #configTouched(): void {
    this.#isStale = true;
    this.#listener.configChanged();
    this.#listener.problemsChanged();
  }

  #translate(): Translation {
    if (this.#translation !== null && !this.#isStale) return this.#translation;
    const fresh = translate(this.#configObjects.values(), this.#options);
    const before = this.#translation?.cluster.config;
    const isSame = before !== undefined && isDeepStrictEqual(before, fresh.cluster.config);
    this.#translation = isSame ? { ...fresh, cluster: { ...fresh.cluster, config: before } } : fresh;
    this.#isStale = false;
    return this.#translation;
  }

  #noting<T>(id: ObjectId, { value, problems }: Single<T>): T | null {
    const isTouched =
      problems.length > 0 ? this.#problems.set(nameOf(id), problems) : this.#problems.delete(nameOf(id));
    if (isTouched !== false) this.#listener.problemsChanged();
    return value;
  }
}

/** EndpointSlices by the Service that they belong to. */
class SliceIndex {
  readonly #byService = new Map<ObjectKey, Map<ObjectKey, EndpointSlice>>();
  readonly #serviceOf = new Map<ObjectKey, ObjectKey>();

  of(service: ObjectKey): Iterable<EndpointSlice> | null {
    return this.#byService.get(service)?.values() ?? null;
  }

  /** Answers the Services whose endpoints are now others. */
  replace(key: ObjectKey, slice: EndpointSlice | null): ReadonlySet<ObjectKey> {
    const touched = new Set<ObjectKey>();
    const before = this.#serviceOf.get(key);
    if (before !== undefined) {
      touched.add(before);
      const slices = this.#byService.get(before);
      slices?.delete(key);
      if (slices?.size === 0) this.#byService.delete(before);
      this.#serviceOf.delete(key);
    }
    if (slice === null) return touched;
    const slices = this.#byService.get(slice.service) ?? new Map<ObjectKey, EndpointSlice>();
    this.#byService.set(slice.service, slices.set(key, slice));
    this.#serviceOf.set(key, slice.service);
    return touched.add(slice.service);
  }
}

interface Content {
  readonly content: Readonly<Record<string, unknown>>;
  readonly origin: string | null;
}

/** Whether the map says something else than before; equal values stay the same object. */
function replaceIn<T>(map: Map<string, T>, key: string, value: T | null): boolean {
  if (value === null) return map.delete(key);
  const before = map.get(key);
  if (before !== undefined && isDeepStrictEqual(before, value)) return false;
  map.set(key, value);
  return true;
}

function nameOf({ apiVersion, kind, key }: ObjectId): string {
  return `${apiVersion} ${kind} ${key}`;
}

function keyOf(content: Content['content']): string {
  const { metadata } = content as {
    readonly metadata?: { readonly namespace?: string; readonly name?: string };
  };
  return metadata?.namespace === undefined
    ? (metadata?.name ?? '')
    : `${metadata.namespace}/${metadata.name ?? ''}`;
}

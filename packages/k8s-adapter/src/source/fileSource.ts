import { isDeepStrictEqual } from 'node:util';
import { refOf } from '../dialect/metadata.ts';
import { isClusterScoped } from '../dialect/registry.ts';
import { isJsonObject } from '../dialect/source.ts';
import { filesAt, readManifest } from './files.ts';
import { manifestOf } from './manifest.ts';
import type { Location, Manifest, SyntaxProblem } from './manifest.ts';
import type { ObjectId, ObjectSink, ObjectSource } from './source.ts';
import { UnreadableInput } from './unreadable.ts';
import { watchFiles } from './watchFiles.ts';

export interface FileSourceOptions {
  readonly paths: readonly string[];
  /** Told what is no YAML any more, whenever that changes. The objects that such a file last had stay. */
  readonly onSyntaxProblems: (problems: readonly SyntaxProblem[]) => void;
}

/** Objects of files and folders, read again when they change. */
export class FileSource implements ObjectSource {
  readonly #options: FileSourceOptions;
  readonly #manifests = new Map<string, Manifest>();
  readonly #known = new Map<string, Known>();
  #syntaxProblems: readonly SyntaxProblem[] = [];

  constructor(options: FileSourceOptions) {
    this.#options = options;
  }

  /** The place of a field of the object with this origin. */
  locate(origin: string, field: string): Location | null {
    for (const manifest of this.#manifests.values()) {
      const place = manifest.locate(origin, field);
      if (place !== null) return place;
    }
    return null;
  }

  /** Fails at once where a path cannot be read or is no YAML; one that becomes so later keeps its objects. */
  readonly run = async (sink: ObjectSink, signal: AbortSignal): Promise<void> => {
    refuseBroken(await this.#read());
    this.#pass(sink);
    sink.synced();
    await watchFiles(this.#options.paths, signal, async () => {
      const problems = await this.#read().catch(() => null);
      if (problems === null) return;
      this.#tell(problems);
      this.#pass(sink);
    });
  };

  async #read(): Promise<readonly SyntaxProblem[]> {
    const files = (await Promise.all(this.#options.paths.map((path) => filesAt(path, false)))).flat();
    const problems: SyntaxProblem[] = [];
    for (const file of files) {
      const manifest = manifestOf(file, await readManifest(file));
      problems.push(...manifest.syntaxProblems);
      if (manifest.syntaxProblems.length === 0 || !this.#manifests.has(file))
        this.#manifests.set(file, manifest);
    }
    for (const file of this.#manifests.keys()) if (!files.includes(file)) this.#manifests.delete(file);
    return problems;
  }

  #tell(problems: readonly SyntaxProblem[]): void {
    if (isDeepStrictEqual(problems, this.#syntaxProblems)) return;
    this.#syntaxProblems = problems;
    this.#options.onSyntaxProblems(problems);
  }

  /** Tells the sink what is other than it was. */
  #pass(sink: ObjectSink): void {
    const present = new Map<string, Known>();
    for (const { objects } of this.#manifests.values()) {
      for (const { content, origin } of objects) {
        const id = idOf(content);
        if (id !== null && isJsonObject(content)) present.set(nameOf(id), { id, content, origin });
      }
    }
    for (const [name, { id }] of this.#known) {
      if (present.has(name)) continue;
      this.#known.delete(name);
      sink.remove(id);
    }
    for (const [name, each] of present) {
      const before = this.#known.get(name);
      this.#known.set(name, each);
      if (!isDeepStrictEqual(before?.content, each.content)) sink.put(each.id, each.content, each.origin);
    }
  }
}

/** Whoever starts with a typing error is there to mend it; nothing is announced yet that it could take away. */
function refuseBroken([first, ...others]: readonly SyntaxProblem[]): void {
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new UnreadableInput(
    `cannot read ${first.file}, line ${first.line}: ${first.message}${more}; correct it and start again`,
  );
}

interface Known {
  readonly id: ObjectId;
  readonly content: Readonly<Record<string, unknown>>;
  readonly origin: string;
}

function idOf(content: unknown): ObjectId | null {
  const ref = refOf({ content, origin: null }, isClusterScoped);
  if (ref === null) return null;
  const { apiVersion, kind, namespace, name } = ref;
  return { apiVersion, kind, key: namespace === null ? name : `${namespace}/${name}` };
}

function nameOf({ apiVersion, kind, key }: ObjectId): string {
  return `${apiVersion} ${kind} ${key}`;
}

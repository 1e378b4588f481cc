/** A program that can be started, wherever it lies. */
export interface Program {
  readonly path: string;
  /** The folder of unpacked packages that must lie over `/usr` and `/etc` while it runs; `null` where it is installed. */
  readonly over: string | null;
}

/** What a search for a tool ended with: its programs by name, or why not and what would change that. */
export type Lookup =
  | { readonly kind: 'found'; readonly programs: ReadonlyMap<string, Program> }
  | { readonly kind: 'missing'; readonly reason: string };

export function found(programs: Iterable<readonly [string, Program]>): Lookup {
  return { kind: 'found', programs: new Map(programs) };
}

export function missing(reason: string): Lookup {
  return { kind: 'missing', reason };
}

/** The command line that runs a program in the network namespace given, or in the caller's. */
export function commandLine(
  { path, over }: Program,
  args: readonly string[],
  namespace: string | null,
): readonly [string, ...string[]] {
  const inside: readonly [string, ...string[]] =
    namespace === null ? [path] : ['nsenter', `--net=/run/netns/${namespace}`, path];
  if (over === null) return [...inside, ...args];
  return ['unshare', '--mount', 'sh', '-c', LAY_OVER, over, ...inside, ...args];
}

/** `$0` is the folder of unpacked packages. What a program writes to /etc or /var/tmp is gone when it ends. */
const LAY_OVER = [
  'mount -t tmpfs tmpfs /var/tmp',
  'mkdir /var/tmp/.etc /var/tmp/.work',
  'mount -t overlay overlay -o lowerdir="$0/usr:/usr" /usr',
  'mount -t overlay overlay -o lowerdir="$0/etc:/etc,upperdir=/var/tmp/.etc,workdir=/var/tmp/.work" /etc',
  'exec "$@"',
].join(' && ');

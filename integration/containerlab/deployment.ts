/** The topology, running somewhere. */
export interface Deployment {
  /** What a command of vtysh prints on the spine. */
  readonly show: (command: string) => Promise<string>;
  /** Runs `ip` on a machine. */
  readonly ip: (machine: string, args: readonly string[]) => Promise<string>;
  /** What the client gets from a URL; fails where nothing answers in two seconds. */
  readonly get: (url: string) => Promise<string>;
}

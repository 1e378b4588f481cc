/** What the exit codes of `fairlead` mean. */
export const EXIT = {
  ok: 0,
  /** The input was read, and something in it is wrong. */
  problems: 1,
  /** The command line, the environment or the configuration file is wrong. */
  usage: 2,
  /** A file, a folder or the standard input cannot be read. */
  unreadable: 3,
  /** An API server, a port or another resource cannot be had. */
  unavailable: 4,
  /** The system refuses something that needs a right which the process does not have. */
  forbidden: 5,
  /** A mistake of Fairlead itself. */
  internal: 70,
} as const;

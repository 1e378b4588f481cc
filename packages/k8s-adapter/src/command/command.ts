/** What a command has of the process that it runs in. */
export interface Io {
  readonly stdin: NodeJS.ReadableStream;
  readonly environment: NodeJS.ProcessEnv;
  /** Whether colours are welcome on the standard output. */
  readonly hasColour: boolean;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

/** One word after `fairlead`. Its code is loaded when it runs. */
export interface Command {
  readonly name: string;
  /** What it takes besides options, for the help. */
  readonly words: string;
  readonly about: string;
  readonly load: () => Promise<CommandModule>;
}

export interface CommandModule {
  /** The options, for shell completion. */
  readonly flags: readonly string[];
  /** Answers the exit code. */
  readonly run: (args: readonly string[], io: Io) => Promise<number>;
}

import { ConfigError, Unavailable } from '../config/error.ts';
import { UnreadableInput } from '../source/unreadable.ts';
import { EXIT } from './exitCode.ts';

/** What an error means to who typed the command. */
export interface Failure {
  readonly message: string;
  readonly exitCode: number;
}

export function describeFailure(error: unknown): Failure {
  if (error instanceof ConfigError) return { message: error.message, exitCode: EXIT.usage };
  if (error instanceof UnreadableInput) return { message: error.message, exitCode: EXIT.unreadable };
  if (error instanceof Unavailable) return { message: error.message, exitCode: EXIT.unavailable };
  const message = error instanceof Error ? error.message : String(error);
  return {
    message: `failed in a way that it should not: ${message}; --verbose shows where, please report it`,
    exitCode: EXIT.internal,
  };
}

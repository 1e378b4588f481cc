#!/usr/bin/env node
import { run } from './command/run.ts';

process.stdout.on('error', stopQuietly);
process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  environment: process.env,
  hasColour: process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb',
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
});

/** A reader like `head` that has seen enough is no failure. */
function stopQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
}

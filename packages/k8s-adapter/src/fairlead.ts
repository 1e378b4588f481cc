#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// The next start need not compile again; where nothing can be written, nothing is.
enableCompileCache();
const { run } = await import('./command/run.ts');

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

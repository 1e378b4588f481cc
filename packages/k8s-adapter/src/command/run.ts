import { styleText } from 'node:util';
import { didYouMean } from '../model/nearest.ts';
import type { Command, Io } from './command.ts';
import { COMMANDS } from './commands.ts';
import { EXIT } from './exitCode.ts';
import { describeFailure } from './failure.ts';

/** Runs what the words of a command line ask for; answers the exit code. */
export async function run(words: readonly string[], io: Io): Promise<number> {
  const [name, ...args] = words;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    (name === undefined ? io.printError : io.print)(overview());
    return name === undefined ? EXIT.usage : EXIT.ok;
  }
  const command = COMMANDS.find((each) => each.name === (name === '--version' ? 'version' : name));
  if (command === undefined) {
    const known = COMMANDS.map((each) => each.name);
    const hint = didYouMean(name, known) || '; fairlead --help lists them';
    io.printError(`fairlead: there is no command "${name}"${hint}\n`);
    return EXIT.usage;
  }
  return await runCommand(command, args, io);
}

async function runCommand(command: Command, args: readonly string[], io: Io): Promise<number> {
  try {
    const module = await command.load();
    return await module.run(args, io);
  } catch (error) {
    const { message, exitCode } = describeFailure(error);
    const isVerbose = args.includes('--verbose') || args.includes('-v');
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    io.printError(`${io.hasColour ? styleText('red', 'fairlead:') : 'fairlead:'} ${message}\n`);
    if (isVerbose) io.printError(`${stack}\n`);
    return exitCode;
  }
}

function overview(): string {
  const rows = COMMANDS.map(({ name, words, about }) => [`${name} ${words}`.trim(), about] as const);
  const width = Math.max(...rows.map(([left]) => left.length));
  const lines = rows.map(([left, about]) => `  ${left.padEnd(width)}  ${about}`);
  return `Usage: fairlead COMMAND [options]\n\n${lines.join('\n')}\n\nfairlead COMMAND --help tells more.\n`;
}

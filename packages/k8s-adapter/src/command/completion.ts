import { ConfigError } from '../config/error.ts';
import type { Io } from './command.ts';
import { COMMANDS } from './commands.ts';
import { EXIT } from './exitCode.ts';
import { wantsHelp } from './flags.ts';

export const flags: readonly string[] = ['--help'];

/** `fairlead completion bash|zsh|fish` */
export async function run(args: readonly string[], io: Io): Promise<number> {
  if (wantsHelp(args)) {
    io.print(`Usage: fairlead completion ${[...SHELLS.keys()].join('|')}\n\n${ABOUT}\n`);
    return EXIT.ok;
  }
  const [shell] = args;
  const write = SHELLS.get(shell ?? '');
  if (write === undefined) {
    throw new ConfigError(`for which shell? say fairlead completion bash, zsh or fish`);
  }
  const commands = await Promise.all(
    COMMANDS.map(async ({ name, about, load }) => ({ name, about, flags: (await load()).flags })),
  );
  io.print(write(commands));
  return EXIT.ok;
}

interface Completed {
  readonly name: string;
  readonly about: string;
  readonly flags: readonly string[];
}

function bash(commands: readonly Completed[]): string {
  const cases = commands
    .map(({ name, flags: each }) => `    ${name}) words="${each.join(' ')}" ;;`)
    .join('\n');
  return `_fairlead() {
  local words="${commands.map(({ name }) => name).join(' ')}"
  case "\${COMP_WORDS[1]}" in
${cases}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then words="${commands.map(({ name }) => name).join(' ')}"; fi
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _fairlead fairlead
`;
}

function zsh(commands: readonly Completed[]): string {
  const names = commands.map(({ name, about }) => `    '${name}:${about}'`).join('\n');
  const cases = commands
    .map(({ name, flags: each }) => `    ${name}) compadd -- ${each.join(' ')}; _files ;;`)
    .join('\n');
  return `#compdef fairlead
_fairlead() {
  local -a commands=(
${names}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  case "\${words[2]}" in
${cases}
  esac
}
compdef _fairlead fairlead
`;
}

function fish(commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ name, about, flags: each }) => [
    `complete -c fairlead -n __fish_use_subcommand -a ${name} -d '${about}'`,
    ...each.map(
      (flag) => `complete -c fairlead -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)}`,
    ),
  ]);
  return `${lines.join('\n')}\n`;
}

const SHELLS: ReadonlyMap<string, (commands: readonly Completed[]) => string> = new Map([
  ['bash', bash],
  ['zsh', zsh],
  ['fish', fish],
]);

const ABOUT = `Writes a script that completes commands and options. For the shell that runs:
  bash  source <(fairlead completion bash)
  zsh   source <(fairlead completion zsh)
  fish  fairlead completion fish | source`;

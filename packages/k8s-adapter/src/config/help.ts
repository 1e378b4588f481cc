import { environmentNames } from './setting.ts';
import type { Setting, Settings } from './setting.ts';

/** The page that `--help` prints. */
export function helpPage(command: string, about: string, settings: Settings): string {
  const rows = Object.values(settings).map((setting) => [flagText(setting), describe(setting)] as const);
  rows.push(
    ['--config FILE', 'settings by name in YAML; flags and environment go first'],
    ['-h, --help', 'this page'],
  );
  const width = Math.max(...rows.map(([flag]) => flag.length));
  const lines = rows.map(([flag, text]) => `  ${flag.padEnd(width)}  ${text}`);
  return `Usage: fairlead ${command} [options]\n\n${about}\n\nOptions:\n${lines.join('\n')}\n`;
}

function flagText({ flag, short, argument }: Setting<unknown>): string {
  const names = short === undefined ? `--${flag}` : `-${short}, --${flag}`;
  return argument === null ? names : `${names} ${argument}`;
}

function describe(setting: Setting<unknown>): string {
  return `${setting.about} [${environmentNames(setting).join(', ')}]`;
}

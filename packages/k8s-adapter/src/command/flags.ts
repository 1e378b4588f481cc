import type { Setting } from '../config/setting.ts';

/** The long options of a command. */
export function flagsOf(
  settings: Readonly<Record<string, Pick<Setting<unknown>, 'flag'>>>,
): readonly string[] {
  return [...Object.values(settings).map(({ flag }) => `--${flag}`), '--config', '--help'];
}

export function wantsHelp(args: readonly string[]): boolean {
  return args.includes('--help') || args.includes('-h');
}

import { compileAddon, targets } from './compile.ts';

/** Compiles the addon of netsys for this machine where that is new, and says what happened. */
export function buildAddon(): void {
  for (const target of targets.filter(({ arch }) => arch === process.arch)) {
    const result = compileAddon(target);
    if (result.kind === 'built') console.log(`compiled ${result.file}`);
    if (result.kind === 'skipped') console.log(`no addon for packet sockets: ${result.reason}`);
    if (result.kind === 'failed')
      console.error(`the addon for packet sockets does not compile:\n${result.output}`);
  }
}

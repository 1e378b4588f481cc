import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasEnded, sweep } from './sweep.ts';

/** What a suite has started: all of it is stopped in reverse order, and at once when this process is killed. */
export interface Lab {
  /** For sockets, logs and data; gone with the lab. */
  readonly folder: string;
  /** A name for a namespace or an interface that nothing else on this machine has; at most ten characters. */
  readonly uniqueName: () => string;
  readonly onClose: (cleanup: Cleanup) => void;
  readonly close: () => Promise<void>;
}

export interface Cleanup {
  /** Stops in good order. */
  readonly stop: () => Promise<void> | void;
  /** Stops at once, because this process ends. */
  readonly abandon: () => void;
}

/** A lab, usually one for a suite: `const lab = openLab(); after(lab.close);`. It costs nothing until it is used. */
export function openLab(): Lab {
  const cleanups: Cleanup[] = [];
  let folder: string | null = null;
  const onClose = (cleanup: Cleanup): void => {
    prepareProcess();
    open.add(cleanups);
    cleanups.push(cleanup);
  };
  return {
    get folder() {
      folder ??= makeFolder(onClose);
      return folder;
    },
    uniqueName: () => {
      prepareProcess();
      return `fl${process.pid.toString(36)}-${(++names).toString(36)}`;
    },
    onClose,
    close: async () => {
      const errors: unknown[] = [];
      for (let last = cleanups.at(-1); last !== undefined; last = cleanups.at(-1)) {
        try {
          await last.stop();
        } catch (error) {
          errors.push(error);
        }
        cleanups.splice(cleanups.indexOf(last), 1);
      }
      open.delete(cleanups);
      if (errors.length > 0) throw new AggregateError(errors, errors.map(String).join('; '));
    },
  };
}

let names = 0;
let prepared = false;
const open = new Set<readonly Cleanup[]>();

function makeFolder(onClose: Lab['onClose']): string {
  prepareProcess();
  const folder = mkdtempSync(join(tmpdir(), `fairlead-${process.pid}-`));
  chmodSync(folder, 0o711);
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  onClose({ stop: remove, abandon: remove });
  return folder;
}

function prepareProcess(): void {
  if (prepared) return;
  prepared = true;
  // What bears our own id is from an earlier process that had it.
  sweep((pid) => pid === process.pid || hasEnded(pid));
  process.on('exit', () => {
    for (const cleanups of open) for (const { abandon } of cleanups.toReversed()) abandon();
  });
  for (const [signal, number] of SIGNALS) process.on(signal, () => process.exit(128 + number));
}

const SIGNALS = [
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const;

import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Calls once at the start, and then whenever something about the files or folders may have changed. */
export async function watchFiles(
  paths: readonly string[],
  signal: AbortSignal,
  onChange: () => Promise<void>,
): Promise<void> {
  const bell = new Bell();
  const ring = (): void => {
    bell.ring();
  };
  const watchers: FSWatcher[] = [];
  signal.addEventListener('abort', ring);
  try {
    const folders = new Set(await Promise.all(paths.map(folderOf)));
    for (const folder of folders) watchers.push(watch(folder, ring).on('error', ring));
    while (!signal.aborted) {
      bell.reset();
      await onChange();
      await bell.rung(UNSEEN);
      await sleep(SETTLE, null, { signal }).catch(() => null);
    }
  } finally {
    signal.removeEventListener('abort', ring);
    for (const watcher of watchers) watcher.close();
  }
}

/** Can be rung before somebody waits for it. */
class Bell {
  #isRung = false;
  #wake: () => void = () => undefined;

  ring(): void {
    this.#isRung = true;
    this.#wake();
  }

  reset(): void {
    this.#isRung = false;
  }

  async rung(within: number): Promise<void> {
    if (this.#isRung) return;
    const timer = setTimeout(() => {
      this.#wake();
    }, within);
    await new Promise<void>((resolve) => (this.#wake = resolve));
    clearTimeout(timer);
  }
}

/** What has to be watched to see a path change: a file that is replaced is seen in its folder only. */
async function folderOf(path: string): Promise<string> {
  return (await stat(path)).isDirectory() ? path : dirname(path);
}

/** Editors write a file in several steps. */
const SETTLE = 50;
/** Some file systems tell nothing, so one looks now and then in any case. */
const UNSEEN = 10_000;

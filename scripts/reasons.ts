import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withReasons } from './reasons/page.ts';

/** Writes the lists of reasons in `docs/operations.md` as the code has them. */
const file = join(import.meta.dirname, '../docs/operations.md');
writeFileSync(file, await withReasons(readFileSync(file, 'utf8'), file));

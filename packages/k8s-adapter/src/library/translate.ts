import type { Translation } from '../dialect/assemble/index.ts';
import { DEFAULT_TRANSLATION, translate as translateSources } from '../dialect/translate.ts';
import type { TranslateOptions } from '../dialect/translate.ts';
import { sourcesOf } from './input.ts';
import type { Objects } from './input.ts';

/** Reads objects of all dialects into one model. What is broken is set aside with a problem; the rest goes on. */
export function translate(objects: Objects, options: Partial<TranslateOptions> = {}): Translation {
  return translateSources(sourcesOf(objects), { ...DEFAULT_TRANSLATION, ...options });
}

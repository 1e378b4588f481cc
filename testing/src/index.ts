export { savedInputs } from './fuzz.ts';
export type { FuzzTarget, Random, SavedInput } from './fuzz.ts';
export { corpusFile } from './corpus.ts';
export { sampleFolder } from './samples.ts';
export { skipReason, skipSuite } from './skip.ts';
export { eventually } from './eventually.ts';

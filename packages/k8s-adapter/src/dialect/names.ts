import type { Selection } from '../model/advertisement.ts';
import type { BgpAdvertisementDraft } from './drafts.ts';
import type { Fields } from './fields.ts';
import { readSelectors } from './selector.ts';

/** Reads a list of names, each at most once. */
export function readNames(fields: Fields, name: string): readonly string[] {
  const names = fields.texts(name);
  names.forEach((each, index) => {
    if (names.indexOf(each) === index) return;
    fields.report.error('duplicate', `${fields.at(name)}[${index}]`, each, `says "${each}" a second time`);
  });
  return names;
}

/** Reads a list of names and a list of selectors that select one kind of object together. */
export function readSelection(fields: Fields, names: string, selectors: string): Selection {
  return { names: readNames(fields, names), selectors: readSelectors(fields, selectors) };
}

/** Reads communities and names of communities, each at most once. */
export function readCommunityTexts(fields: Fields, name: string): BgpAdvertisementDraft['communities'] {
  return readNames(fields, name).map((text, index) => ({ text, field: `${fields.at(name)}[${index}]` }));
}

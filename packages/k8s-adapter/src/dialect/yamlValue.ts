import { failure, ok } from '@fairlead/inet';
import type { Result } from '@fairlead/inet';
import type { Document } from 'yaml';

/** The values of a document: an alias may have no anchor, or be one of so many that they would fill the memory. */
export function yamlValue(document: Pick<Document, 'toJS'>): Result<unknown> {
  try {
    return ok(document.toJS() as unknown);
  } catch (error) {
    return failure(`is no YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
}

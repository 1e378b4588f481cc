import { parseDocument } from 'yaml';
import { Fields } from './fields.ts';
import type { Report } from './report.ts';
import { isJsonObject } from './source.ts';
import { yamlValue } from './yamlValue.ts';

/** Reads a text that is YAML itself, as a ConfigMap holds it; `null`, and an error, where it is none. */
export function readEmbedded(text: string, path: string, report: Report): Fields | null {
  const document = parseDocument(text, { prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    report.error('invalidValue', path, null, `is no YAML: ${error.message.replaceAll(/\s+/g, ' ')}`);
    return null;
  }
  const value = yamlValue(document);
  if (!value.ok) {
    report.error('invalidValue', path, null, value.error);
    return null;
  }
  const content = value.value ?? {};
  if (isJsonObject(content)) return new Fields(content, path, report);
  report.error('wrongType', path, content, 'must hold an object');
  return null;
}

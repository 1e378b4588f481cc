/** An object as it was read, whatever it is. */
export interface SourceObject {
  readonly content: unknown;
  /** Names the document for `Problem.origin`; `null` for an object of an API server. */
  readonly origin: string | null;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

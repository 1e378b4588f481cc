import type { PathAttributes } from '../../message.ts';

/** The attributes but some; the same object when it has none of them. */
export function without(
  attributes: PathAttributes,
  ...fields: readonly (keyof PathAttributes)[]
): PathAttributes {
  if (fields.every((field) => attributes[field] === undefined)) return attributes;
  const rest = { ...attributes };
  for (const field of fields) Reflect.deleteProperty(rest, field);
  return rest;
}

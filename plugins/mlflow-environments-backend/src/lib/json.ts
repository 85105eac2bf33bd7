import { JsonObject, JsonValue } from '@backstage/types';

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as JSON would carry it: without members that are undefined. */
export function toJsonObject(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value));
}

/** What is at the end of a path of members, if it is text. */
export function textAt(
  value: JsonValue | undefined,
  ...path: string[]
): string | undefined {
  let found = value;
  for (const key of path) {
    found = isJsonObject(found) ? found[key] : undefined;
  }
  return typeof found === 'string' && found ? found : undefined;
}

/** Any value that JSON can carry. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | JsonValue[]
  | JsonObject;

/** A JSON object; a missing member reads as `undefined`. */
export interface JsonObject {
  [member: string]: JsonValue;
}

/** Whether the value is a JSON object, neither an array nor null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of member names and array indexes, or `undefined` where the path leads nowhere. */
export function valueAt(
  root: unknown,
  ...path: (string | number)[]
): JsonValue {
  let value = root as JsonValue;
  for (const step of path) {
    if (typeof step === 'number') {
      value = Array.isArray(value) ? value[step] : undefined;
    } else {
      value = isObject(value) ? value[step] : undefined;
    }
  }
  return value;
}

/** The non-empty string at a path, or `undefined`. */
export function stringAt(
  root: unknown,
  ...path: (string | number)[]
): string | undefined {
  const value = valueAt(root, ...path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The object at a path, or an empty one. */
export function objectAt(
  root: unknown,
  ...path: (string | number)[]
): JsonObject {
  const value = valueAt(root, ...path);
  return isObject(value) ? value : {};
}

/** The array at a path, or an empty one. */
export function arrayAt(
  root: unknown,
  ...path: (string | number)[]
): JsonValue[] {
  const value = valueAt(root, ...path);
  return Array.isArray(value) ? value : [];
}

/** JSON text that is the same for values that differ only in the order of their members. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_member, inner) =>
    isObject(inner)
      ? Object.fromEntries(
          Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : inner,
  );
}

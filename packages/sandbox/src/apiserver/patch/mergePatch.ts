import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../model/objects';

/** JSON merge patch (RFC 7386): null removes, objects merge, everything else replaces. */
export function applyMergePatch(
  target: JsonValue | undefined,
  patch: JsonObject,
): JsonObject {
  const result: JsonObject = isJsonObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else if (isJsonObject(value)) {
      result[key] = applyMergePatch(result[key], value);
    } else result[key] = value;
  }
  return result;
}

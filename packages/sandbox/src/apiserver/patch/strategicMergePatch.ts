import {
  deepEqual,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../model/objects';
import { memberSchema, type Schema } from '../schema/schema';

const PRIMITIVES = '$deleteFromPrimitiveList/';
const ORDER = '$setElementOrder/';
const RETAIN = '$retainKeys';

/**
 * Strategic merge patch: a merge patch that merges lists by the keys that the kind's structure names.
 * https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md
 */
export function applyStrategicMergePatch(
  target: JsonValue | undefined,
  patch: JsonObject,
  schema: Schema | undefined,
): JsonObject {
  const { $patch: directive, ...changes } = patch;
  if (directive === 'replace') return changes;
  if (directive === 'delete') return {};
  let result: JsonObject = isJsonObject(target) ? { ...target } : {};
  const retained = changes[RETAIN];
  if (Array.isArray(retained)) {
    result = Object.fromEntries(
      Object.entries(result).filter(([key]) => retained.includes(key)),
    );
  }
  for (const [key, value] of Object.entries(changes)) {
    if (key.startsWith(PRIMITIVES)) {
      const name = key.slice(PRIMITIVES.length);
      const current = result[name];
      if (Array.isArray(current) && Array.isArray(value)) {
        result[name] = current.filter(item => !value.includes(item));
      }
    } else if (key.startsWith(ORDER) || key === RETAIN) {
      continue;
    } else if (value === null) {
      delete result[key];
    } else if (isJsonObject(value)) {
      result[key] = applyStrategicMergePatch(
        result[key],
        value,
        memberSchema(schema, key),
      );
    } else if (Array.isArray(value)) {
      result[key] = mergeList(result[key], value, memberSchema(schema, key));
    } else {
      result[key] = value;
    }
  }
  return result;
}

function mergeList(
  target: JsonValue | undefined,
  patch: JsonValue[],
  schema: Schema | undefined,
): JsonValue[] {
  const current = Array.isArray(target) ? target : [];
  if (schema?.['x-kubernetes-list-type'] === 'set') {
    return [...current, ...patch.filter(item => !current.includes(item))];
  }
  // Strategic merge knows one merge key for a list, the first of those that apply knows.
  const [mergeKey] = schema?.['x-kubernetes-list-map-keys'] ?? [];
  if (!mergeKey) return patch;
  if (patch.some(item => isJsonObject(item) && item.$patch === 'replace')) {
    return patch.filter(
      item => !(isJsonObject(item) && item.$patch === 'replace'),
    );
  }
  const keyOf = (item: JsonValue) =>
    isJsonObject(item) ? item[mergeKey] : undefined;
  const mentions = (key: JsonValue | undefined) =>
    patch.some(item => deepEqual(keyOf(item), key));
  const result: JsonValue[] = [];
  let next = 0;
  // What the patch does not mention keeps its place before the next item that it does.
  const keepUpTo = (end: number) => {
    for (; next < end; next++) {
      if (!mentions(keyOf(current[next]))) result.push(current[next]);
    }
  };
  for (const item of patch) {
    if (!isJsonObject(item)) continue;
    const index = current.findIndex(other =>
      deepEqual(keyOf(other), item[mergeKey]),
    );
    if (index >= 0) keepUpTo(index);
    if (item.$patch === 'delete') continue;
    result.push(
      applyStrategicMergePatch(
        index >= 0 ? current[index] : undefined,
        item,
        schema?.items,
      ),
    );
  }
  keepUpTo(current.length);
  return result;
}

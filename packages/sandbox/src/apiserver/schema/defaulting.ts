import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../model/objects';
import { memberSchema, type Schema } from './schema';

/**
 * Fills in the defaults of a structural schema, nested ones included, and drops nulls where the schema allows none.
 * Returns the same object when there is nothing to do, so that a stored one can be read without a copy.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting
 */
export function applyDefaults(object: JsonObject, schema: Schema): JsonObject {
  return defaultMap(object, schema);
}

function defaultValue(value: JsonValue, schema: Schema): JsonValue {
  if (Array.isArray(value)) {
    const items = schema.items;
    if (!items) return value;
    let changed = false;
    const next = value.map(item => {
      const filled =
        item === null && items.default !== undefined && !items.nullable
          ? structuredClone(items.default)
          : item;
      const result = defaultValue(filled, items);
      changed ||= result !== item;
      return result;
    });
    return changed ? next : value;
  }
  return isJsonObject(value) ? defaultMap(value, schema) : value;
}

function defaultMap(object: JsonObject, schema: Schema): JsonObject {
  let next = object;
  const set = (key: string, value: JsonValue | undefined) => {
    if (next === object) next = { ...object };
    if (value === undefined) delete next[key];
    else next[key] = value;
  };
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const value = object[key];
    const absent =
      value === undefined || (value === null && !property.nullable);
    if (absent && property.default !== undefined) {
      set(key, structuredClone(property.default));
    }
  }
  for (const [key, value] of Object.entries(next)) {
    const member = memberSchema(schema, key);
    if (value === undefined || !member) continue;
    if (value === null && !member.nullable && schema.properties?.[key]) {
      set(key, undefined);
      continue;
    }
    const result = defaultValue(value, member);
    if (result !== value) set(key, result);
  }
  return next;
}

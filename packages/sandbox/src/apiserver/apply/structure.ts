import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../model/objects';
import type { Schema } from '../schema/schema';
import type { PathElement } from './fieldSet';

/** How a value is shared by its managers: as a whole, or by its parts. */
export type Structure = 'leaf' | 'map' | 'list';

/**
 * Without a say of the schema, objects are shared by member and lists are one value.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 */
export function structureOf(
  value: JsonValue | undefined,
  schema: Schema | undefined,
): Structure {
  if (Array.isArray(value)) {
    const type = schema?.['x-kubernetes-list-type'];
    return type === 'map' || type === 'set' ? 'list' : 'leaf';
  }
  if (isJsonObject(value)) {
    return schema?.['x-kubernetes-map-type'] === 'atomic' ? 'leaf' : 'map';
  }
  return 'leaf';
}

/** The path element of an item in a list that is shared by item. */
export function itemElement(
  item: JsonValue,
  schema: Schema | undefined,
): PathElement {
  const keys = schema?.['x-kubernetes-list-map-keys'];
  if (schema?.['x-kubernetes-list-type'] !== 'map' || !keys) {
    return `v:${JSON.stringify(item)}`;
  }
  const values: JsonObject = {};
  for (const key of [...keys].sort()) {
    const value =
      (isJsonObject(item) ? item[key] : undefined) ??
      schema.items?.properties?.[key]?.default;
    if (value !== undefined) values[key] = value;
  }
  return `k:${JSON.stringify(values)}`;
}

/** Items by their path elements; of several with one element the first. */
export function itemsByElement(
  list: JsonValue[],
  schema: Schema | undefined,
): Map<PathElement, JsonValue> {
  const result = new Map<PathElement, JsonValue>();
  for (const item of list) {
    const element = itemElement(item, schema);
    if (!result.has(element)) result.set(element, item);
  }
  return result;
}

export function memberElement(key: string): PathElement {
  return `f:${key}`;
}

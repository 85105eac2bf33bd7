import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../model/objects';
import { childPath, type Schema } from './schema';

/** What pruning leaves of a value, and the paths of what it took away. */
export interface Pruned<T extends JsonValue> {
  value: T;
  unknownFields: string[];
}

const TYPE_META = new Set(['apiVersion', 'kind', 'metadata']);

/**
 * Drops the fields that a structural schema does not name.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#field-pruning
 */
export function pruneObject(
  object: JsonObject,
  schema: Schema,
): Pruned<JsonObject> {
  const unknownFields: string[] = [];
  const value = pruneMap(object, schema, '', unknownFields, true);
  return { value, unknownFields };
}

function prune(
  value: JsonValue,
  schema: Schema,
  path: string,
  unknownFields: string[],
): JsonValue {
  if (Array.isArray(value)) {
    const items = schema.items;
    if (!items) return value;
    return value.map((item, index) =>
      prune(item, items, `${path}[${index}]`, unknownFields),
    );
  }
  if (!isJsonObject(value)) return value;
  const isResource = schema['x-kubernetes-embedded-resource'] === true;
  return pruneMap(value, schema, path, unknownFields, isResource);
}

function pruneMap(
  object: JsonObject,
  schema: Schema,
  path: string,
  unknownFields: string[],
  isResource: boolean,
): JsonObject {
  const kept: JsonObject = {};
  for (const [key, member] of Object.entries(object)) {
    if (member === undefined) continue;
    const memberPath = childPath(path, key);
    const property = schema.properties?.[key];
    if (isResource && TYPE_META.has(key)) {
      kept[key] = member;
    } else if (property) {
      kept[key] = prune(member, property, memberPath, unknownFields);
    } else if (typeof schema.additionalProperties === 'object') {
      kept[key] = prune(
        member,
        schema.additionalProperties,
        memberPath,
        unknownFields,
      );
    } else if (
      schema.additionalProperties === true ||
      schema['x-kubernetes-preserve-unknown-fields']
    ) {
      kept[key] = member;
    } else {
      unknownFields.push(memberPath);
    }
  }
  return kept;
}

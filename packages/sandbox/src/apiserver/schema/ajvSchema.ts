import { isJsonObject, type JsonObject } from '../model/objects';
import type { Schema } from './schema';

/** Structural schemas are OpenAPI v3.0: `exclusiveMinimum` is a flag, int-or-string an extension. */
export function toAjvSchema(schema: Schema): JsonObject {
  const {
    default: _default,
    description: _description,
    example: _example,
    properties,
    additionalProperties,
    items,
    ...rest
  } = schema;
  const result: JsonObject = { ...rest };
  if (schema['x-kubernetes-int-or-string']) {
    result.type = ['integer', 'string'];
  }
  if (properties) {
    result.properties = Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [
        key,
        toAjvSchema(value),
      ]),
    );
  }
  if (items) result.items = toAjvSchema(items);
  if (isJsonObject(additionalProperties)) {
    result.additionalProperties = toAjvSchema(additionalProperties);
  }
  for (const key of ['allOf', 'anyOf', 'oneOf']) {
    const branches = schema[key];
    if (Array.isArray(branches)) {
      result[key] = branches.filter(isJsonObject).map(toAjvSchema);
    }
  }
  if (isJsonObject(schema.not)) result.not = toAjvSchema(schema.not);
  for (const [flag, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ]) {
    if (schema[flag] === true) {
      result[flag] = schema[bound];
      delete result[bound];
    } else {
      delete result[flag];
    }
  }
  if (schema.nullable && typeof result.type === 'string') {
    result.type = [result.type, 'null'];
  }
  delete result.nullable;
  return result;
}

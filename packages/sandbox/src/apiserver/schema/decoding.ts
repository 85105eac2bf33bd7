import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../model/objects';
import type { Schema } from './schema';

/** A value that cannot be read into the Go type of its field. */
export class DecodingError extends Error {}

/**
 * Reads an object of a built-in kind as Go's JSON decoder does: quantities may be numbers, values of other types than
 * the structure says are refused, nulls and absent fields are the same.
 * @throws DecodingError
 */
export function decodeTyped(
  object: JsonObject,
  schema: Schema,
  kind: string,
): JsonObject {
  return decodeMap(object, schema, [kind]);
}

function decode(
  value: JsonValue,
  schema: Schema,
  path: string[],
): JsonValue | undefined {
  if (schema['x-kubernetes-preserve-unknown-fields']) return value;
  if (value === null) return schema.nullable ? null : undefined;
  if (schema['x-kubernetes-int-or-string']) {
    if (typeof value === 'string' || typeof value === 'number') return value;
    throw mismatch(value, path, 'intstr.IntOrString');
  }
  switch (schema.type) {
    case 'object':
      if (!isJsonObject(value)) throw mismatch(value, path, 'object');
      return decodeMap(value, schema, path);
    case 'array': {
      const { items } = schema;
      if (!Array.isArray(value)) throw mismatch(value, path, '[]');
      if (!items) return value;
      return value.map(item => decode(item, items, path) ?? null);
    }
    case 'string':
      return decodeString(value, schema.format, path);
    case 'integer':
      if (typeof value !== 'number' || !Number.isInteger(value)) {
        throw mismatch(value, path, schema.format ?? 'int64');
      }
      return value;
    case 'number':
      if (typeof value !== 'number') throw mismatch(value, path, 'float64');
      return value;
    default:
      if (typeof value !== 'boolean') throw mismatch(value, path, 'bool');
      return value;
  }
}

function decodeMap(
  object: JsonObject,
  schema: Schema,
  path: string[],
): JsonObject {
  const result: JsonObject = {};
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined) continue;
    const property = schema.properties?.[key];
    const member =
      property ??
      (isJsonObject(schema.additionalProperties)
        ? schema.additionalProperties
        : undefined);
    const at = property ? [...path, key] : path;
    const decoded = member ? decode(value, member, at) : value;
    if (decoded !== undefined) result[key] = decoded;
  }
  return result;
}

function decodeString(
  value: JsonValue,
  format: string | undefined,
  path: string[],
): string {
  if (format === 'quantity' && typeof value === 'number') return String(value);
  if (typeof value !== 'string') throw mismatch(value, path, 'string');
  if (format === 'byte') requireBase64(value);
  return value;
}

function requireBase64(text: string): void {
  const clean = text.replace(/[\r\n]/g, '');
  const wrong = /[^A-Za-z0-9+/=]/.exec(clean);
  if (wrong || clean.length % 4 !== 0) {
    throw new DecodingError(
      `illegal base64 data at input byte ${wrong?.index ?? clean.length}`,
    );
  }
}

function mismatch(
  value: JsonValue,
  [kind, ...path]: string[],
  wanted: string,
): DecodingError {
  let found: string = typeof value;
  if (found === 'boolean') found = 'bool';
  if (Array.isArray(value)) found = 'array';
  return new DecodingError(
    `json: cannot unmarshal ${found} into Go struct field ${kind}.${path.join(
      '.',
    )} of type ${wanted}`,
  );
}

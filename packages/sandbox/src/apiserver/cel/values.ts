import { isJsonObject, type JsonValue } from '../model/objects';
import type { Schema } from '../schema/schema';

const RESERVED = new Set([
  'true',
  'false',
  'null',
  'in',
  'as',
  'break',
  'const',
  'continue',
  'else',
  'for',
  'function',
  'if',
  'import',
  'let',
  'loop',
  'package',
  'namespace',
  'return',
  'var',
  'void',
  'while',
]);

/**
 * A property's name inside rules.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#escaping
 */
export function escapePropertyName(name: string): string {
  if (RESERVED.has(name)) return `__${name}__`;
  return name
    .replace(/__/g, '__underscores__')
    .replace(/\./g, '__dot__')
    .replace(/-/g, '__dash__')
    .replace(/\//g, '__slash__');
}

/** Turns a JSON value into what CEL computes with: whole numbers as int, times as timestamps, as the schema says. */
export function toCelValue(
  value: JsonValue | undefined,
  schema: Schema | undefined,
): unknown {
  if (typeof value === 'number') {
    return schema?.type !== 'number' && Number.isInteger(value)
      ? BigInt(value)
      : value;
  }
  if (typeof value === 'string') {
    return schema?.format === 'date-time' ? new Date(value) : value;
  }
  if (Array.isArray(value)) {
    return value.map(item => toCelValue(item, schema?.items));
  }
  if (!isJsonObject(value)) return value;
  const result: { [key: string]: unknown } = {};
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    const property = schema?.properties?.[key];
    if (property) {
      result[escapePropertyName(key)] = toCelValue(member, property);
    } else {
      result[key] = toCelValue(
        member,
        isJsonObject(schema?.additionalProperties)
          ? schema.additionalProperties
          : undefined,
      );
    }
  }
  return result;
}

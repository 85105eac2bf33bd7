import type { Schema } from '../schema/schema';
import { isJsonObject } from '../model/objects';

/** An object can't be larger than a request. */
const MAX_BYTES = 3 * 1024 * 1024;

/** Runes are counted in `maxLength`, bytes in a request. */
const BYTES_PER_RUNE = 4;

/** The fewest bytes that a string, list or object takes: `""`, `[]`, `{}`. */
const EMPTY = 2;

/** The fewest bytes of a key in a map, with its quotes, colon and comma. */
const KEY = 6;

/**
 * How large a value can be, as kube-apiserver estimates it from a schema.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.4/staging/src/k8s.io/apiserver/pkg/cel/common/schemas.go
 */
export interface Shape {
  /** Most elements of a list or map, most bytes of a string; 1 of what has no size. */
  size: number;
  isString: boolean;
  /** The fields of an object. */
  fields: { [name: string]: Shape };
  /** What a list or map consists of. */
  items?: Shape;
}

/** What has no size. */
export const SCALAR: Shape = { size: 1, isString: false, fields: {} };

export function stringOf(size: number): Shape {
  return { size, isString: true, fields: {} };
}

export function shapeOf(schema: Schema): Shape {
  const { type, items, additionalProperties, properties = {} } = schema;
  if (type === 'string') return stringOf(longest(schema));
  if (type === 'array' && items) {
    return {
      size: numberAt(schema, 'maxItems') ?? mostInRequest(items),
      isString: false,
      fields: {},
      items: shapeOf(items),
    };
  }
  if (isJsonObject(additionalProperties)) {
    return {
      size:
        numberAt(schema, 'maxProperties') ??
        mostOf(smallest(additionalProperties) + KEY),
      isString: false,
      fields: {},
      items: shapeOf(additionalProperties),
    };
  }
  return {
    ...SCALAR,
    fields: Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [
        name,
        shapeOf(property),
      ]),
    ),
  };
}

function longest(schema: Schema): number {
  const ofEnum = (schema.enum ?? []).map(value => String(value).length);
  if (ofEnum.length > 0) return Math.max(...ofEnum);
  const maxLength = numberAt(schema, 'maxLength');
  if (maxLength !== undefined) return maxLength * BYTES_PER_RUNE;
  return MAX_BYTES - EMPTY;
}

/** How many values with this schema fit into a request. */
export function mostInRequest(schema: Schema): number {
  return mostOf(smallest(schema) + 1);
}

/** How many parts of so many bytes fit into a request. */
function mostOf(bytes: number): number {
  return Math.floor((MAX_BYTES - EMPTY) / bytes);
}

/** The fewest bytes of a value in JSON. */
function smallest({ type, properties = {}, required = [] }: Schema): number {
  if (type === 'boolean') return 4;
  if (type === 'integer' || type === 'number') return 1;
  return required.reduce(
    (bytes, name) =>
      properties[name]
        ? bytes + name.length + smallest(properties[name]) + KEY - EMPTY
        : bytes,
    EMPTY,
  );
}

function numberAt(
  schema: Schema,
  keyword: 'maxLength' | 'maxItems' | 'maxProperties',
): number | undefined {
  const value = schema[keyword];
  return typeof value === 'number' ? value : undefined;
}

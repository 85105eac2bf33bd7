import { isJsonObject, type JsonValue } from '../model/objects';
import { memberSchema, type Schema } from '../schema/schema';
import { printFieldPath, type PathElement } from './fieldSet';
import { itemElement, memberElement, structureOf } from './structure';

/** What keeps a configuration from being read as what its schema describes; server-side apply does not guess. */
export function typedErrors(value: JsonValue, schema: Schema): string[] {
  return check(value, schema, []);
}

function check(
  value: JsonValue,
  schema: Schema | undefined,
  path: PathElement[],
): string[] {
  if (!schema || value === null) return [];
  if (isJsonObject(value)) {
    return Object.entries(value).flatMap(([key, member]) => {
      if (member === undefined) return [];
      const at = [...path, memberElement(key)];
      const below = memberSchema(schema, key);
      if (below) return check(member, below, at);
      return isOpen(schema)
        ? []
        : [`${printFieldPath(at)}: field not declared in schema`];
    });
  }
  if (Array.isArray(value)) {
    return [
      ...withoutKeys(value, schema, path),
      ...duplicates(value, schema, path),
      ...value.flatMap(item =>
        check(item, schema.items, [...path, itemElement(item, schema)]),
      ),
    ];
  }
  const wanted = { string: 'string', boolean: 'boolean', integer: 'numeric' }[
    schema.type ?? ''
  ];
  const found = typeof value === 'number' ? 'numeric' : typeof value;
  const isQuantity = schema.format === 'quantity' && found === 'numeric';
  return wanted === undefined || wanted === found || isQuantity
    ? []
    : [
        `${printFieldPath(path)}: expected ${
          wanted === 'numeric' ? 'numeric (int or float)' : wanted
        }, got ${goType(value)}`,
      ];
}

/** Says nothing of its members, or lets any be. */
function isOpen(schema: Schema): boolean {
  return (
    schema['x-kubernetes-preserve-unknown-fields'] === true ||
    schema['x-kubernetes-embedded-resource'] === true ||
    schema.additionalProperties === true
  );
}

function goType(value: JsonValue): string {
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'int64' : 'float64';
  }
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function withoutKeys(
  list: JsonValue[],
  schema: Schema,
  path: PathElement[],
): string[] {
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const isKeyed =
    schema['x-kubernetes-list-type'] === 'map' &&
    keys.every(
      key => memberSchema(schema.items ?? {}, key)?.default === undefined,
    );
  if (!isKeyed) return [];
  return list.flatMap((item, index) =>
    isJsonObject(item) && keys.every(key => item[key] === undefined)
      ? [
          `${printFieldPath(
            path,
          )}: element ${index}: associative list with keys has an element that omits all key fields [${keys
            .map(key => JSON.stringify(key))
            .join(' ')}] (and doesn't have default values for any key fields)`,
        ]
      : [],
  );
}

function duplicates(
  list: JsonValue[],
  schema: Schema,
  path: PathElement[],
): string[] {
  if (structureOf(list, schema) !== 'list') return [];
  const elements = list.map(item => itemElement(item, schema));
  const repeated = elements.filter(
    (element, index) => elements.indexOf(element) < index,
  );
  return [...new Set(repeated)].map(
    element =>
      `${printFieldPath(path)}: duplicate entries for key ${printFieldPath([
        element,
      ])}`,
  );
}

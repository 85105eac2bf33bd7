import {
  deepEqual,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../model/objects';
import { memberSchema, type Schema } from '../schema/schema';
import { FieldSet, type PathElement } from './fieldSet';
import {
  itemElement,
  itemsByElement,
  memberElement,
  structureOf,
} from './structure';

// The operations that structured-merge-diff defines for typed values
// (https://github.com/kubernetes-sigs/structured-merge-diff), for JSON values and structural schemas.

function isEmpty(value: JsonValue | undefined): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isJsonObject(value)) return Object.keys(value).length === 0;
  return value === undefined || value === null;
}

/** The paths that a configuration states. */
export function toFieldSet(
  value: JsonValue | undefined,
  schema: Schema | undefined,
): FieldSet {
  const set = new FieldSet();
  collectFields(value, schema, [], set);
  return set;
}

function collectFields(
  value: JsonValue | undefined,
  schema: Schema | undefined,
  path: PathElement[],
  set: FieldSet,
): void {
  const structure = structureOf(value, schema);
  if (structure === 'map' && isJsonObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (member === undefined) continue;
      const at = [...path, memberElement(key)];
      collectFields(member, memberSchema(schema, key), at, set);
      const isNamed = schema?.properties?.[key] !== undefined;
      const isEmptyMap = isJsonObject(member) && isEmpty(member);
      if (!isNamed || member === null || isEmptyMap) set.insert(at);
    }
  } else if (structure === 'list' && Array.isArray(value)) {
    for (const item of value) {
      const at = [...path, itemElement(item, schema)];
      collectFields(item, schema?.items, at, set);
      set.insert(at);
    }
  } else {
    set.insert(path);
  }
}

/** What changed between two values. */
export interface Comparison {
  added: FieldSet;
  modified: FieldSet;
  removed: FieldSet;
}

/** Compares two values by the parts that managers share. */
export function compare(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  schema: Schema | undefined,
): Comparison {
  const comparison: Comparison = {
    added: new FieldSet(),
    modified: new FieldSet(),
    removed: new FieldSet(),
  };
  compareAt(before, after, schema, [], comparison);
  return comparison;
}

function compareAt(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  schema: Schema | undefined,
  path: PathElement[],
  comparison: Comparison,
): void {
  if (before === undefined && after === undefined) return;
  if (before === undefined) comparison.added.insert(path);
  if (after === undefined) comparison.removed.insert(path);

  const structure = structureOf(after ?? before, schema);
  const isLeaf =
    structure === 'leaf' ||
    (isEmpty(before) && isEmpty(after)) ||
    (before !== undefined &&
      after !== undefined &&
      structureOf(before, schema) !== structure);
  if (isLeaf) {
    const isChange = before !== undefined && after !== undefined;
    if (isChange && !deepEqual(before, after)) comparison.modified.insert(path);
    return;
  }
  if (structure === 'map') {
    const old = isJsonObject(before) ? before : {};
    const next = isJsonObject(after) ? after : {};
    for (const key of new Set([...Object.keys(old), ...Object.keys(next)])) {
      compareAt(
        old[key],
        next[key],
        memberSchema(schema, key),
        [...path, memberElement(key)],
        comparison,
      );
    }
    return;
  }
  const old = itemsByElement(Array.isArray(before) ? before : [], schema);
  const next = itemsByElement(Array.isArray(after) ? after : [], schema);
  for (const element of new Set([...old.keys(), ...next.keys()])) {
    compareAt(
      old.get(element),
      next.get(element),
      schema?.items,
      [...path, element],
      comparison,
    );
  }
}

/** Lays a configuration over a value: its leaves win, what it does not state stays. */
export function mergeConfiguration(
  value: JsonValue | undefined,
  configuration: JsonValue,
  schema: Schema | undefined,
): JsonValue {
  const structure = structureOf(configuration, schema);
  if (structure === 'map' && isJsonObject(configuration)) {
    const result: JsonObject = isJsonObject(value) ? { ...value } : {};
    for (const [key, member] of Object.entries(configuration)) {
      if (member === undefined) continue;
      result[key] = mergeConfiguration(
        result[key],
        member,
        memberSchema(schema, key),
      );
    }
    return result;
  }
  if (structure === 'list' && Array.isArray(configuration)) {
    return mergeLists(Array.isArray(value) ? value : [], configuration, schema);
  }
  return configuration;
}

/**
 * Merges two lists in the order in which structured-merge-diff does: the configuration decides on the order of what
 * both have, and what only the current list has comes before the next of those.
 */
function mergeLists(
  current: JsonValue[],
  configured: JsonValue[],
  schema: Schema | undefined,
): JsonValue[] {
  const old = itemsByElement(current, schema);
  const stated = itemsByElement(configured, schema);
  const left = [...old.keys()];
  const right = [...stated.keys()];
  const result: JsonValue[] = [];
  const takeStated = () => {
    const element = right.shift() ?? '';
    const item = stated.get(element) ?? null;
    result.push(mergeConfiguration(old.get(element), item, schema?.items));
  };
  for (const element of left) {
    const item = old.get(element);
    if (!stated.has(element)) {
      if (item !== undefined) result.push(item);
    } else if (element === right.find(other => old.has(other))) {
      while (right[0] !== element) takeStated();
      takeStated();
    }
  }
  while (right.length > 0) takeStated();
  return result;
}

/** Takes paths out of a value; containers that lose everything go, too. */
export function removeFields(
  value: JsonValue,
  fields: FieldSet,
  schema: Schema | undefined,
): JsonValue | undefined {
  const structure = structureOf(value, schema);
  if (structure === 'map' && isJsonObject(value) && !isEmpty(value)) {
    const result: JsonObject = {};
    for (const [key, member] of Object.entries(value)) {
      const element = memberElement(key);
      if (member === undefined || fields.members.has(element)) continue;
      const below = fields.below(element);
      const rest = below.isEmpty
        ? member
        : removeFields(member, below, memberSchema(schema, key));
      if (rest !== undefined) result[key] = rest;
    }
    return isEmpty(result) ? undefined : result;
  }
  if (structure === 'list' && Array.isArray(value) && !isEmpty(value)) {
    const result: JsonValue[] = [];
    for (const item of value) {
      const element = itemElement(item, schema);
      if (fields.members.has(element)) continue;
      const below = fields.below(element);
      const rest = below.isEmpty
        ? item
        : removeFields(item, below, schema?.items);
      if (rest !== undefined) result.push(rest);
    }
    return isEmpty(result) ? undefined : result;
  }
  return isEmpty(value) || structure === 'leaf' ? value : undefined;
}

import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../model/objects';
import {
  invalid,
  notSupported,
  required,
  tooLong,
  tooMany,
  typeInvalid,
  duplicate,
  type FieldError,
} from '../model/fieldErrors';
import { formats } from './formats';
import type { Schema } from './schema';
import { deepEqual } from '../model/objects';

/** Checks values against one schema. */
export interface SchemaValidator {
  /**
   * @param old - the value that `value` replaces: what was already wrong and did not change is let through
   * (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-ratcheting)
   */
  validate(value: JsonValue, old?: JsonValue): FieldError[];
}

const ajv = new Ajv({
  strict: false,
  allErrors: true,
  verbose: true,
  // Patterns are written for Go's RE2, which allows escapes that JavaScript's unicode mode does not.
  unicodeRegExp: false,
  formats,
});

/** A validator that compiles its schema when it is first used: a cluster has many kinds of which few are written. */
export function createSchemaValidator(schema: Schema): SchemaValidator {
  let compiled: ValidateFunction | undefined;
  return {
    validate(value, old) {
      compiled ??= ajv.compile(toAjvSchema(schema));
      const valid = compiled(value);
      const errors = valid ? [] : compiled.errors ?? [];
      const listErrors = validateListTypes(value, schema, '');
      const found = errors
        .filter(error => !isInsideCombinator(error))
        .map(error => ({
          error: toFieldError(error, value),
          path: pathOf(error),
        }));
      const fresh = found.filter(
        ({ path }) => old === undefined || !isUnchanged(value, old, path),
      );
      return [...fresh.map(({ error }) => error), ...listErrors];
    },
  };
}

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

function isInsideCombinator(error: ErrorObject): boolean {
  return /\/(anyOf|oneOf|not)\//.test(error.schemaPath);
}

function pathOf(error: ErrorObject): string[] {
  return error.instancePath
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'));
}

function printPath(path: string[], root: JsonValue): string {
  let text = '';
  let current: JsonValue | undefined = root;
  for (const part of path) {
    if (Array.isArray(current)) {
      text += `[${part}]`;
      current = current[Number(part)];
    } else {
      text = text ? `${text}.${part}` : part;
      current = isJsonObject(current) ? current[part] : undefined;
    }
  }
  return text;
}

function isUnchanged(
  value: JsonValue,
  old: JsonValue,
  path: string[],
): boolean {
  const now = follow(value, path);
  return now !== undefined && deepEqual(now, follow(old, path));
}

function follow(
  value: JsonValue | undefined,
  path: string[],
): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((current, part) => {
    if (Array.isArray(current)) return current[Number(part)];
    return isJsonObject(current) ? current[part] : undefined;
  }, value);
}

function typeName(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'integer' : 'number';
  }
  return typeof value;
}

/** The same sentence that kube-apiserver's validation writes for the same mistake. */
function toFieldError(error: ErrorObject, root: JsonValue): FieldError {
  const path = pathOf(error);
  const value = follow(root, path) ?? null;
  const field = printPath(path, root);
  const subject = `${field} in body`;
  const params: JsonObject = error.params;
  switch (error.keyword) {
    case 'required':
      return required(
        field
          ? `${field}.${params.missingProperty}`
          : `${params.missingProperty}`,
      );
    case 'enum':
      return notSupported(
        field,
        value,
        Array.isArray(error.schema) ? error.schema : [],
      );
    case 'type': {
      const wanted = String(error.schema)
        .split(',')
        .filter(type => type !== 'null')
        .join(',');
      const actual = typeName(value);
      return typeInvalid(
        field,
        actual,
        `${subject} must be of type ${wanted}: ${JSON.stringify(actual)}`,
      );
    }
    case 'maxLength':
      return tooLong(field, Number(params.limit));
    case 'minLength':
      return invalid(
        field,
        value,
        `${subject} should be at least ${params.limit} chars long`,
      );
    case 'maxItems':
      return tooMany(field, sizeOf(value), Number(params.limit));
    case 'minItems':
      return invalid(
        field,
        sizeOf(value),
        `${subject} should have at least ${params.limit} items`,
      );
    case 'maxProperties':
      return tooMany(field, sizeOf(value), Number(params.limit));
    case 'minProperties':
      return invalid(
        field,
        sizeOf(value),
        `${subject} should have at least ${params.limit} properties`,
      );
    case 'pattern':
      return invalid(field, value, `${subject} should match '${error.schema}'`);
    case 'minimum':
      return invalid(
        field,
        value,
        `${subject} should be greater than or equal to ${params.limit}`,
      );
    case 'maximum':
      return invalid(
        field,
        value,
        `${subject} should be less than or equal to ${params.limit}`,
      );
    case 'exclusiveMinimum':
      return invalid(
        field,
        value,
        `${subject} should be greater than ${params.limit}`,
      );
    case 'exclusiveMaximum':
      return invalid(
        field,
        value,
        `${subject} should be less than ${params.limit}`,
      );
    case 'multipleOf':
      return invalid(
        field,
        value,
        `${subject} should be a multiple of ${params.multipleOf}`,
      );
    case 'uniqueItems':
      return invalid(field, value, `${subject} shouldn't contain duplicates`);
    case 'format':
      return typeInvalid(
        field,
        value,
        `${subject} must be of type ${error.schema}: ${JSON.stringify(value)}`,
      );
    case 'anyOf':
      return invalid(
        field,
        '',
        `"${field}" must validate at least one schema (anyOf)`,
      );
    case 'oneOf':
      return invalid(
        field,
        '',
        `"${field}" must validate one and only one schema (oneOf). ${
          params.passingSchemas
            ? 'Found 2 valid alternatives'
            : 'Found none valid'
        }`,
      );
    case 'not':
      return invalid(
        field,
        '',
        `"${field}" must not validate the schema (not)`,
      );
    default:
      return invalid(
        field,
        value,
        `${subject} ${error.message ?? 'is invalid'}`,
      );
  }
}

function sizeOf(value: JsonValue): number {
  if (Array.isArray(value)) return value.length;
  return isJsonObject(value) ? Object.keys(value).length : 0;
}

/** Lists of type set or map hold no item twice. */
function validateListTypes(
  value: JsonValue | undefined,
  schema: Schema | undefined,
  path: string,
): FieldError[] {
  if (!schema) return [];
  if (Array.isArray(value)) {
    const errors: FieldError[] = [];
    const listType = schema['x-kubernetes-list-type'];
    const keys = schema['x-kubernetes-list-map-keys'] ?? [];
    const seen: JsonValue[] = [];
    value.forEach((item, index) => {
      let key: JsonValue | undefined;
      if (listType === 'set') key = item;
      if (listType === 'map' && isJsonObject(item)) {
        key = Object.fromEntries(
          keys
            .filter(name => item[name] !== undefined)
            .map(name => [name, item[name]]),
        );
      }
      if (key !== undefined) {
        const found = key;
        if (seen.some(other => deepEqual(other, found))) {
          errors.push(duplicate(`${path}[${index}]`, found));
        }
        seen.push(found);
      }
      errors.push(
        ...validateListTypes(item, schema.items, `${path}[${index}]`),
      );
    });
    return errors;
  }
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    validateListTypes(
      member,
      schema.properties?.[key] ??
        (isJsonObject(schema.additionalProperties)
          ? schema.additionalProperties
          : undefined),
      path ? `${path}.${key}` : key,
    ),
  );
}

import { Environment as CelEnvironment } from '@marcbachmann/cel-js';
import Ajv, { ValidateFunction } from 'ajv';
import { fieldAt } from '../kubernetes';

interface Rule {
  rule: string;
  message?: string;
}

/** As much of a structural schema as the checks need. */
export interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  default?: unknown;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
  'x-kubernetes-validations'?: Rule[];
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSchema = (value: unknown): value is Schema => isObject(value);

/** The schema of one version of a custom resource, from its definition (of either kind). */
export function schemaOf(definition: unknown, version: string): Schema {
  const versions = fieldAt(definition, 'spec', 'versions');
  const found = Array.isArray(versions)
    ? versions.find(({ name }) => name === version)
    : undefined;
  const schema = fieldAt(found, 'schema', 'openAPIV3Schema');
  if (!isSchema(schema)) throw new Error(`No schema of version ${version}`);
  return schema;
}

const validators = new WeakMap<Schema, ValidateFunction>();

function validatorOf(schema: Schema): ValidateFunction {
  const known = validators.get(schema);
  if (known) return known;
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  const validate = ajv.compile(refusingUnknownFields(schema, true));
  validators.set(schema, validate);
  return validate;
}

/** What the API server would find wrong with an object: unknown fields, its schema, its CEL rules. */
export function violations(
  schema: Schema,
  object: unknown,
  oldObject?: unknown,
): string[] {
  const validate = validatorOf(schema);
  if (!validate(object)) {
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }
  return brokenRules(schema, object, oldObject);
}

/** The object with the defaults of its schema. */
export function withDefaults<T>(schema: Schema, object: T): T {
  const copy = structuredClone(object);
  new Ajv({ strict: false, useDefaults: true, logger: false }).compile(schema)(
    copy,
  );
  return copy;
}

/**
 * The API server drops unknown fields in silence, so a misspelt one would go unnoticed. metadata has a schema of its own.
 */
function refusingUnknownFields(schema: Schema, root = false): Schema {
  const { properties, items, additionalProperties } = schema;
  return {
    ...schema,
    ...(properties && {
      additionalProperties:
        schema['x-kubernetes-preserve-unknown-fields'] ?? false,
      properties: {
        ...Object.fromEntries(
          Object.entries(properties).map(([key, property]) => [
            key,
            refusingUnknownFields(property),
          ]),
        ),
        ...(root && {
          apiVersion: { type: 'string' },
          kind: { type: 'string' },
          metadata: { ...properties.metadata, additionalProperties: true },
        }),
      },
    }),
    ...(items && { items: refusingUnknownFields(items) }),
    ...(isSchema(additionalProperties) && {
      additionalProperties: refusingUnknownFields(additionalProperties),
    }),
  };
}

const cel = new CelEnvironment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
});

/** Messages of the CEL rules that don't hold, in the whole object. A transition rule counts only where there was a value. */
function brokenRules(
  schema: Schema,
  self: unknown,
  oldSelf: unknown,
): string[] {
  if (self === undefined) return [];
  const own = (schema['x-kubernetes-validations'] ?? [])
    .filter(({ rule }) => oldSelf !== undefined || !/\boldSelf\b/.test(rule))
    .filter(
      ({ rule }) =>
        cel.evaluate(rule, {
          self: escaped(self),
          oldSelf: escaped(oldSelf),
        }) !== true,
    )
    .map(({ rule, message }) => message ?? rule);
  const below = isObject(self)
    ? Object.entries(schema.properties ?? {}).flatMap(([key, property]) =>
        brokenRules(property, self[key], fieldAt(oldSelf, key)),
      )
    : [];
  const items = schema.items;
  const inItems =
    items && Array.isArray(self)
      ? self.flatMap(item => brokenRules(items, item, undefined))
      : [];
  return [...own, ...below, ...inItems];
}

/** Field names that are words of CEL are written with underscores around them in rules. */
function escaped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(escaped);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key === 'namespace' ? '__namespace__' : key,
      escaped(field),
    ]),
  );
}

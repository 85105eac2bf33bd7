import { RuleEvaluator, usesOldSelf } from '../cel/rules';
import {
  forbidden,
  invalid,
  notSupported,
  required,
  typeInvalid,
  type FieldError,
} from '../model/fieldErrors';
import { isJsonObject, type JsonValue } from '../model/objects';
import type { Schema, ValidationRule } from '../schema/schema';
import { costErrors } from './ruleCosts';

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

const REASONS = [
  'FieldValueDuplicate',
  'FieldValueForbidden',
  'FieldValueInvalid',
  'FieldValueRequired',
];

/**
 * What keeps the schema of a CustomResourceDefinition from being structural, and its rules from being run.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export function schemaErrors(root: Schema, path: string): FieldError[] {
  if (root.type !== 'object') {
    return [
      root.type
        ? invalid(`${path}.type`, root.type, 'must be object at the root')
        : required(`${path}.type`, 'must not be empty at the root'),
    ];
  }
  return [
    ...metadataErrors(root, path),
    ...errorsBelow(root, path),
    ...costErrors(root, path),
  ];
}

function metadataErrors({ properties }: Schema, path: string): FieldError[] {
  const { metadata } = properties ?? {};
  const others = Object.keys(metadata?.properties ?? {}).filter(
    name => name !== 'name' && name !== 'generateName',
  );
  return others.length > 0
    ? [
        forbidden(
          `${path}.properties[metadata]`,
          'must not specify anything other than name and generateName, but metadata is implicitly specified',
        ),
      ]
    : [];
}

function errorsBelow(schema: Schema, path: string): FieldError[] {
  const { properties = {}, additionalProperties, items } = schema;
  return [
    ...typeErrors(schema, path),
    ...listErrors(schema, path),
    ...mapErrors(schema, path),
    ...valueErrors(schema, path),
    ...(schema['x-kubernetes-validations'] ?? []).flatMap((rule, index) =>
      ruleErrors(rule, schema, `${path}.x-kubernetes-validations[${index}]`),
    ),
    ...Object.entries(properties).flatMap(([name, property]) =>
      errorsBelow(property, `${path}.properties[${name}]`),
    ),
    ...(isJsonObject(additionalProperties)
      ? errorsBelow(additionalProperties, `${path}.additionalProperties`)
      : []),
    ...(items ? errorsBelow(items, `${path}.items`) : []),
  ];
}

function typeErrors(schema: Schema, path: string): FieldError[] {
  const { type } = schema;
  const mayBeUntyped =
    schema['x-kubernetes-int-or-string'] ||
    schema['x-kubernetes-preserve-unknown-fields'];
  if (!type) {
    return mayBeUntyped
      ? []
      : [
          required(
            `${path}.type`,
            'must not be empty for specified object fields',
          ),
        ];
  }
  return TYPES.includes(type)
    ? []
    : [notSupported(`${path}.type`, type, TYPES)];
}

function listErrors(schema: Schema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (schema.type === 'array' && !schema.items) {
    errors.push(required(`${path}.items`, 'must be specified'));
  }
  if (schema['x-kubernetes-list-type'] === 'map') {
    if (!schema['x-kubernetes-list-map-keys']?.length) {
      errors.push(
        required(
          `${path}.x-kubernetes-list-map-keys`,
          'must not be empty if x-kubernetes-list-type is map',
        ),
      );
    }
    const itemType = schema.items?.type;
    if (itemType && itemType !== 'object') {
      errors.push(
        invalid(
          `${path}.items.type`,
          itemType,
          "must be object if parent array's x-kubernetes-list-type is map",
        ),
      );
    }
  }
  return errors;
}

function mapErrors(
  { properties, additionalProperties }: Schema,
  path: string,
): FieldError[] {
  return properties && additionalProperties
    ? [
        forbidden(
          `${path}.additionalProperties`,
          'additionalProperties and properties are mutual exclusive',
        ),
      ]
    : [];
}

function valueErrors(schema: Schema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const { default: value, type } = schema;
  const found = typeOf(value);
  const isFitting =
    found === undefined ||
    !type ||
    found === type ||
    (found === 'integer' && type === 'number') ||
    (value === null && schema.nullable);
  if (!isFitting) {
    errors.push(
      typeInvalid(
        `${path}.default`,
        found,
        ` in body must be of type ${type}: "${found}"`,
      ),
    );
  }
  if (typeof schema.pattern === 'string' && !isPattern(schema.pattern)) {
    errors.push(
      invalid(
        `${path}.pattern`,
        schema.pattern,
        "must be a valid regular expression, but isn't",
      ),
    );
  }
  return errors;
}

function typeOf(value: JsonValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function isPattern(pattern: string): boolean {
  try {
    return Boolean(new RegExp(pattern));
  } catch {
    return false;
  }
}

function ruleErrors(
  rule: ValidationRule,
  schema: Schema,
  at: string,
): FieldError[] {
  if (!rule.rule?.trim()) {
    return [required(`${at}.rule`, 'rule is not specified')];
  }
  const errors: FieldError[] = [];
  for (const [field, expression] of [
    ['rule', rule.rule],
    ['messageExpression', rule.messageExpression],
  ]) {
    const problem = expression && RuleEvaluator.compileError(expression);
    if (problem) {
      errors.push(
        invalid(
          `${at}.${field}`,
          expression,
          `compilation failed: ERROR: <input>:1:1: ${problem}`,
        ),
      );
    }
  }
  if (rule.optionalOldSelf && !usesOldSelf(rule.rule)) {
    errors.push(
      invalid(
        `${at}.optionalOldSelf`,
        true,
        'may not be set to true if oldSelf is not used in rule',
      ),
    );
  }
  if (rule.fieldPath && !leadsSomewhere(rule.fieldPath, schema)) {
    errors.push(
      invalid(`${at}.fieldPath`, rule.fieldPath, 'must be a valid path'),
    );
  }
  if (rule.reason && !REASONS.includes(rule.reason)) {
    errors.push(notSupported(`${at}.reason`, rule.reason, REASONS));
  }
  return errors;
}

/** Whether a path such as `.database.tier` or `['a-b'].c` names a field of the schema. */
function leadsSomewhere(fieldPath: string, schema: Schema): boolean {
  const steps = [...fieldPath.matchAll(/\.([^.[\]]+)|\['([^']+)'\]/g)];
  let place: Schema | undefined = schema;
  for (const [, name, quoted] of steps) {
    const key = name ?? quoted;
    place =
      place.properties?.[key] ??
      (isJsonObject(place.additionalProperties)
        ? place.additionalProperties
        : undefined);
    if (!place) return false;
  }
  return steps.length > 0;
}

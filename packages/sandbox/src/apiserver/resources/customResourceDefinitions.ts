import { RuleEvaluator, usesOldSelf } from '../cel/rules';
import { invalid, required, type FieldError } from '../model/fieldErrors';
import {
  isJsonObject,
  objectAt,
  type JsonObject,
  type JsonValue,
  type KubeObject,
} from '../model/objects';
import type { Schema } from '../schema/schema';
import { customRules } from './customRules';
import { envelope } from './metadataSchema';
import type { ResourceType, TypeVersion } from './resourceType';

const CUSTOM_VERBS = [
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'create',
  'update',
  'watch',
];

/** Holds a deleted definition until its objects are gone. */
export const CLEANUP_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

export function holdForCleanup(definition: KubeObject): KubeObject {
  const { finalizers = [] } = definition.metadata;
  return {
    ...definition,
    metadata: {
      ...definition.metadata,
      finalizers: [...new Set([...finalizers, CLEANUP_FINALIZER])],
    },
  };
}

/** Fills in what a definition may leave out. */
export function prepareDefinition(
  definition: KubeObject,
  old?: KubeObject,
): KubeObject {
  const spec = objectAt(definition.spec);
  const prepared: KubeObject = {
    ...definition,
    spec: {
      ...spec,
      names: acceptedNames(definition),
      conversion: spec.conversion ?? { strategy: 'None' },
    },
  };
  if (old) return prepared;
  return {
    ...prepared,
    status: {
      conditions: null,
      acceptedNames: { plural: '', kind: '' },
      storedVersions: versionsOf(definition)
        .filter(version => version.storage === true)
        .map(version => String(version.name)),
    },
  };
}

/** The names that a CustomResourceDefinition gives its kind, completed as the server does. */
export function acceptedNames(definition: KubeObject): JsonObject {
  const names = objectAt(definition.spec, 'names');
  const kind = String(names.kind ?? '');
  return {
    ...names,
    plural: names.plural,
    singular: names.singular ?? kind.toLowerCase(),
    kind,
    listKind: names.listKind ?? `${kind}List`,
  };
}

/**
 * The type that a CustomResourceDefinition defines.
 * @param since - the revision at which the definition was established
 */
export function customType(
  definition: KubeObject,
  since: number,
): ResourceType {
  const spec = objectAt(definition.spec);
  const terminating = definition.metadata.deletionTimestamp !== undefined;
  const names = acceptedNames(definition);
  const versions = versionsOf(definition);
  const storage = versions.find(version => version.storage === true);
  return {
    group: String(spec.group),
    plural: String(names.plural),
    singular: String(names.singular),
    kind: String(names.kind),
    listKind: String(names.listKind),
    shortNames: strings(names.shortNames),
    categories: strings(names.categories),
    namespaced: spec.scope === 'Namespaced',
    storageVersion: String(storage?.name ?? versions[0]?.name),
    versions: versions.map(toTypeVersion),
    verbs: CUSTOM_VERBS,
    custom: true,
    terminating,
    hasGeneration: true,
    allowsUnconditionalUpdate: false,
    createsOnUpdate: false,
    since,
  };
}

function versionsOf(definition: KubeObject): JsonObject[] {
  const { versions } = objectAt(definition.spec);
  return Array.isArray(versions) ? versions.filter(isJsonObject) : [];
}

function toTypeVersion(version: JsonObject): TypeVersion {
  const declared: Schema = objectAt(version.schema, 'openAPIV3Schema');
  const hasStatus = isJsonObject(objectAt(version.subresources).status);
  return {
    name: String(version.name),
    served: version.served === true,
    hasStatus,
    schema: {
      ...declared,
      properties: { ...declared.properties, ...envelope },
    },
    rules: customRules(declared),
  };
}

function strings(value: JsonValue | undefined): string[] {
  return Array.isArray(value)
    ? value.filter(item => typeof item === 'string')
    : [];
}

/** What is wrong with a CustomResourceDefinition. */
export function validateDefinition(definition: KubeObject): FieldError[] {
  const errors: FieldError[] = [];
  const spec = objectAt(definition.spec);
  const names = objectAt(spec.names);
  const versions = versionsOf(definition);
  const expected = `${names.plural}.${spec.group}`;
  if (definition.metadata.name !== expected) {
    errors.push(
      invalid(
        'metadata.name',
        definition.metadata.name,
        'must be spec.names.plural+"."+spec.group',
      ),
    );
  }
  if (!spec.group) errors.push(required('spec.group'));
  if (!names.plural) errors.push(required('spec.names.plural'));
  if (!names.kind) errors.push(required('spec.names.kind'));
  if (spec.scope !== 'Namespaced' && spec.scope !== 'Cluster') {
    errors.push(required('spec.scope'));
  }
  if (versions.filter(version => version.storage === true).length !== 1) {
    errors.push(
      invalid(
        'spec.versions',
        versions,
        'must have exactly one version marked as storage version',
      ),
    );
  }
  versions.forEach((version, index) => {
    const path = `spec.versions[${index}].schema.openAPIV3Schema`;
    if (!isJsonObject(objectAt(version.schema).openAPIV3Schema)) {
      errors.push(required(path, 'schemas are required'));
    } else {
      errors.push(
        ...validateSchema(objectAt(version.schema, 'openAPIV3Schema'), path),
      );
    }
  });
  return errors;
}

function validateSchema(schema: Schema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const untyped =
    schema['x-kubernetes-int-or-string'] ||
    schema['x-kubernetes-preserve-unknown-fields'];
  if (!schema.type && !untyped) {
    errors.push(
      required(`${path}.type`, 'must not be empty for specified object fields'),
    );
  }
  (schema['x-kubernetes-validations'] ?? []).forEach((rule, index) => {
    const at = `${path}.x-kubernetes-validations[${index}]`;
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
  });
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    errors.push(...validateSchema(property, `${path}.properties[${name}]`));
  }
  if (isJsonObject(schema.additionalProperties)) {
    errors.push(
      ...validateSchema(
        schema.additionalProperties,
        `${path}.additionalProperties`,
      ),
    );
  }
  if (schema.items) {
    errors.push(...validateSchema(schema.items, `${path}.items`));
  }
  return errors;
}

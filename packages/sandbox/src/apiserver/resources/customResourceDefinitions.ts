import { invalid, required, type FieldError } from '../model/fieldErrors';
import {
  isJsonObject,
  objectAt,
  valueAt,
  type JsonObject,
  type JsonValue,
  type KubeObject,
} from '../model/objects';
import type { Schema } from '../schema/schema';
import { customRules } from './customRules';
import { schemaErrors } from './definitionSchemas';
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

/**
 * What is wrong with a CustomResourceDefinition.
 * @param old - what it replaces
 */
export function validateDefinition(
  definition: KubeObject,
  old?: KubeObject,
): FieldError[] {
  const errors: FieldError[] = old ? changedNames(definition, old) : [];
  const spec = objectAt(definition.spec);
  const names = objectAt(spec.names);
  const versions = versionsOf(definition);
  const expected = `${names.plural}.${spec.group}`;
  if (errors.length === 0 && definition.metadata.name !== expected) {
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
    // The schema of a single version is held in the place that it had before there were versions.
    const path =
      versions.length === 1
        ? 'spec.validation.openAPIV3Schema'
        : `spec.versions[${index}].schema.openAPIV3Schema`;
    if (!isJsonObject(objectAt(version.schema).openAPIV3Schema)) {
      errors.push(
        required(
          `spec.versions[${index}].schema.openAPIV3Schema`,
          'schemas are required',
        ),
      );
    } else {
      errors.push(
        ...schemaErrors(objectAt(version.schema, 'openAPIV3Schema'), path),
      );
    }
  });
  return errors;
}

/** Objects are stored under these: they can't change once the definition is established. */
const FIXED = [
  ['group'],
  ['scope'],
  ['names', 'kind'],
  ['names', 'plural'],
] as const;

function changedNames(definition: KubeObject, old: KubeObject): FieldError[] {
  return FIXED.flatMap(path => {
    const value = valueAt(definition.spec, ...path);
    return value === valueAt(old.spec, ...path)
      ? []
      : [invalid(['spec', ...path].join('.'), value, 'field is immutable')];
  });
}

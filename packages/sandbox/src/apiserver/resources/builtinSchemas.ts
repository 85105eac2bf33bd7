import type { Schema } from '../schema/schema';
import { builtinDefaults } from './builtinDefaults';
import models from './builtinModels.json';
import { metadataSchema } from './metadataSchema';

const types: { [type: string]: { [field: string]: string } } = models;

/** The keys of lists whose items are merged: https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy */
const listKeys: { [type: string]: { [field: string]: string[] } } = {
  V1PodSpec: {
    containers: ['name'],
    initContainers: ['name'],
    volumes: ['name'],
    imagePullSecrets: ['name'],
    hostAliases: ['ip'],
    topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
  },
  V1Container: {
    env: ['name'],
    ports: ['containerPort', 'protocol'],
    volumeMounts: ['mountPath'],
  },
  V1ServiceSpec: { ports: ['port', 'protocol'] },
  V1ServiceAccount: { secrets: ['name'] },
};

/** Types and fields that are one value, whoever wrote which part of it. */
const atomicTypes = new Set([
  'V1LabelSelector',
  'V1LocalObjectReference',
  'V1ObjectReference',
  'V1SecretKeySelector',
  'V1ConfigMapKeySelector',
  'V1ObjectFieldSelector',
  'V1ResourceFieldSelector',
  'V1NodeSelector',
  'V1TypedLocalObjectReference',
  'RbacV1Subject',
  'V1RoleRef',
]);

const atomicFields: { [type: string]: string[] } = {
  V1PodSpec: ['nodeSelector'],
  V1ServiceSpec: ['selector'],
};

const quantityFields = ['limits', 'requests', 'overhead', 'sizeLimit'];

const quantity: Schema = { type: 'string', format: 'quantity' };

const known = new Map<string, Schema>();

function schemaOfType(type: string): Schema {
  if (type === 'V1ObjectMeta') return metadataSchema;
  const found = known.get(type);
  if (found) return found;
  const properties: { [field: string]: Schema } = {};
  const schema: Schema = { type: 'object', properties };
  if (atomicTypes.has(type)) schema['x-kubernetes-map-type'] = 'atomic';
  known.set(type, schema);
  for (const [field, text] of Object.entries(types[type])) {
    properties[field] = fieldSchema(type, field, text);
  }
  return schema;
}

function fieldSchema(type: string, field: string, text: string): Schema {
  const schema = { ...schemaOf(text) };
  const isConditions = field === 'conditions' && type.endsWith('Status');
  const keys = listKeys[type]?.[field] ?? (isConditions ? ['type'] : undefined);
  if (keys) {
    schema['x-kubernetes-list-type'] = 'map';
    schema['x-kubernetes-list-map-keys'] = keys;
  }
  if (atomicFields[type]?.includes(field)) {
    schema['x-kubernetes-map-type'] = 'atomic';
  }
  if (quantityFields.includes(field)) {
    if (schema.additionalProperties) schema.additionalProperties = quantity;
    else schema.format = 'quantity';
  }
  const fallback = builtinDefaults[type]?.[field];
  if (fallback !== undefined) {
    schema.default = fallback;
    if (fallback === null) schema.nullable = true;
  }
  return schema;
}

function schemaOf(text: string): Schema {
  const list = /^\[(.*)\]$/.exec(text)?.[1];
  if (list) return { type: 'array', items: schemaOf(list) };
  const map = /^\{(.*)\}$/.exec(text)?.[1];
  if (map) return { type: 'object', additionalProperties: schemaOf(map) };
  switch (text) {
    case 'string':
    case 'boolean':
      return { type: text };
    case 'int32':
    case 'int64':
      return { type: 'integer', format: text };
    case 'number':
      return { type: 'number' };
    case 'byte':
    case 'time':
      return { type: 'string', format: text, nullable: text === 'time' };
    case 'IntOrString':
      return { 'x-kubernetes-int-or-string': true };
    default:
      return text in types
        ? schemaOfType(text)
        : { 'x-kubernetes-preserve-unknown-fields': true };
  }
}

/** The structure of a built-in kind. */
export function builtinSchema(kind: string): Schema {
  const type = `V1${kind}` in types ? `V1${kind}` : `CoreV1${kind}`;
  return type in types
    ? schemaOfType(type)
    : { 'x-kubernetes-preserve-unknown-fields': true };
}

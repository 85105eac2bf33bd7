import type { Schema } from '../schema/schema';
import { metadataSchema } from './metadataSchema';

function listOf(items: Schema, ...keys: string[]): Schema {
  return {
    type: 'array',
    items,
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': keys,
  };
}

const atomicMap: Schema = {
  type: 'object',
  'x-kubernetes-map-type': 'atomic',
};

function object(properties: { [name: string]: Schema }): Schema {
  return { type: 'object', properties };
}

const container = object({
  env: listOf({ type: 'object' }, 'name'),
  ports: listOf({ type: 'object' }, 'containerPort', 'protocol'),
  volumeMounts: listOf({ type: 'object' }, 'mountPath'),
});

const podSpec = object({
  containers: listOf(container, 'name'),
  initContainers: listOf(container, 'name'),
  volumes: listOf({ type: 'object' }, 'name'),
  imagePullSecrets: listOf({ type: 'object' }, 'name'),
  nodeSelector: atomicMap,
});

const conditions = listOf({ type: 'object' }, 'type');

const workload = object({
  spec: object({
    selector: atomicMap,
    template: object({ spec: podSpec }),
  }),
  status: object({ conditions }),
});

/**
 * The lists of built-in kinds that have keys: https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy.
 * All others are replaced as a whole.
 */
const schemas: { [kind: string]: Schema } = {
  Pod: object({ spec: podSpec, status: object({ conditions }) }),
  Deployment: workload,
  ReplicaSet: workload,
  Service: object({
    spec: object({
      ports: listOf({ type: 'object' }, 'port', 'protocol'),
      selector: atomicMap,
    }),
    status: object({ conditions }),
  }),
  Namespace: object({ status: object({ conditions }) }),
  ServiceAccount: object({
    secrets: listOf({ type: 'object' }, 'name'),
  }),
  PodDisruptionBudget: object({
    spec: object({ selector: atomicMap }),
    status: object({ conditions }),
  }),
  CustomResourceDefinition: object({ status: object({ conditions }) }),
};

/** What is known of the structure of a built-in kind. */
export function builtinSchema(kind: string): Schema {
  const schema = schemas[kind] ?? { type: 'object' };
  return {
    ...schema,
    properties: { ...schema.properties, metadata: metadataSchema },
  };
}

import { JsonObject } from '../json';
import { KubeObject } from '../kube';

/** What a CustomResourceDefinition of the sandbox consists of. */
export interface Definition {
  group: string;
  /** Served versions; the first is stored. */
  versions: string[];
  kind: string;
  plural: string;
  scope: 'Namespaced' | 'Cluster';
  categories?: string[];
  spec?: JsonObject;
}

const ANYTHING: JsonObject = {
  type: 'object',
  'x-kubernetes-preserve-unknown-fields': true,
};

const CONDITIONS: JsonObject = {
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['type'],
  items: {
    type: 'object',
    required: ['type', 'status', 'reason', 'lastTransitionTime'],
    properties: {
      type: { type: 'string' },
      status: { type: 'string' },
      reason: { type: 'string' },
      message: { type: 'string' },
      observedGeneration: { type: 'integer', format: 'int64' },
      lastTransitionTime: { type: 'string', format: 'date-time' },
    },
  },
};

/** A CustomResourceDefinition that lets everything through except malformed conditions. */
export function crdOf(definition: Definition): KubeObject {
  const { group, versions, kind, plural, scope, categories, spec } = definition;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope,
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular: kind.toLowerCase(),
        categories,
      },
      versions: versions.map((name, index) => ({
        name,
        served: true,
        storage: index === 0,
        subresources: { status: {} },
        additionalPrinterColumns: printerColumns(),
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: { ...ANYTHING, ...spec },
              status: { ...ANYTHING, properties: { conditions: CONDITIONS } },
            },
          },
        },
      })),
    },
  };
}

function printerColumns(): JsonObject[] {
  return [
    ...['Synced', 'Ready'].map(type => ({
      name: type.toUpperCase(),
      type: 'string',
      jsonPath: `.status.conditions[?(@.type=='${type}')].status`,
    })),
    { name: 'AGE', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ];
}

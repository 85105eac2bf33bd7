import { arrayAt, JsonObject, objectAt, stringAt } from '../json';
import { controllerReference, KubeObject } from '../kube';

const STRING: JsonObject = { type: 'string' };
const NAME_REFERENCE: JsonObject = {
  type: 'object',
  required: ['name'],
  properties: { name: STRING },
};
const LABEL_SELECTOR: JsonObject = {
  type: 'object',
  required: ['matchLabels'],
  properties: {
    matchLabels: { type: 'object', additionalProperties: STRING },
  },
};

/** A composite's name becomes a label's value on everything it composes. */
const MAX_NAME_LENGTH = 63;

const CONDITIONS: JsonObject = {
  description: 'Conditions of the resource.',
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['type'],
  items: {
    type: 'object',
    required: ['lastTransitionTime', 'reason', 'status', 'type'],
    properties: {
      lastTransitionTime: { type: 'string', format: 'date-time' },
      message: STRING,
      reason: STRING,
      status: STRING,
      type: STRING,
      observedGeneration: { type: 'integer', format: 'int64' },
    },
  },
};

const PRINTER_COLUMNS: JsonObject[] = [
  {
    name: 'SYNCED',
    type: 'string',
    jsonPath: ".status.conditions[?(@.type=='Synced')].status",
  },
  {
    name: 'READY',
    type: 'string',
    jsonPath: ".status.conditions[?(@.type=='Ready')].status",
  },
  {
    name: 'COMPOSITION',
    type: 'string',
    jsonPath: '.spec.crossplane.compositionRef.name',
  },
  {
    name: 'COMPOSITIONREVISION',
    type: 'string',
    jsonPath: '.spec.crossplane.compositionRevisionRef.name',
    priority: 1,
  },
  { name: 'AGE', type: 'date', jsonPath: '.metadata.creationTimestamp' },
];

/**
 * The CustomResourceDefinition of a composite resource, derived from its
 * CompositeResourceDefinition (v2) as Crossplane does: the author's schema plus
 * `spec.crossplane`, `status.conditions` and printer columns.
 */
export function compositeCrd(definition: KubeObject): KubeObject {
  const { spec } = definition;
  const names = objectAt(spec, 'names');
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: definition.metadata.name,
      labels: definition.metadata.labels,
      ownerReferences: [controllerReference(definition)],
    },
    spec: {
      group: stringAt(spec, 'group'),
      scope: stringAt(spec, 'scope') ?? 'Namespaced',
      names: {
        ...names,
        categories: [...arrayAt(names, 'categories'), 'composite'],
      },
      versions: arrayAt(spec, 'versions').map(version =>
        crdVersion(version as JsonObject, definition),
      ),
    },
  };
}

function crdVersion(version: JsonObject, definition: KubeObject): JsonObject {
  const schema = objectAt(version, 'schema', 'openAPIV3Schema');
  const spec = objectAt(schema, 'properties', 'spec');
  const status = objectAt(schema, 'properties', 'status');
  return {
    name: version.name,
    served: version.served,
    storage: version.referenceable,
    subresources: { status: {} },
    additionalPrinterColumns: [
      ...arrayAt(version, 'additionalPrinterColumns'),
      ...PRINTER_COLUMNS,
    ],
    schema: {
      openAPIV3Schema: {
        ...pick(schema, 'description', 'x-kubernetes-validations'),
        type: 'object',
        required: ['spec'],
        properties: {
          apiVersion: STRING,
          kind: STRING,
          metadata: {
            type: 'object',
            properties: {
              name: { type: 'string', maxLength: MAX_NAME_LENGTH },
            },
          },
          spec: {
            ...spec,
            type: 'object',
            properties: {
              ...objectAt(spec, 'properties'),
              crossplane: crossplaneSchema(definition),
            },
          },
          status: {
            ...status,
            type: 'object',
            properties: {
              ...objectAt(status, 'properties'),
              conditions: CONDITIONS,
            },
          },
        },
      },
    },
  };
}

function crossplaneSchema(definition: KubeObject): JsonObject {
  const updatePolicy =
    stringAt(definition.spec, 'defaultCompositionUpdatePolicy') ?? 'Automatic';
  return {
    type: 'object',
    description: 'Configures how Crossplane reconciles this composite resource',
    properties: {
      compositionRef: NAME_REFERENCE,
      compositionSelector: LABEL_SELECTOR,
      compositionRevisionRef: NAME_REFERENCE,
      compositionRevisionSelector: LABEL_SELECTOR,
      compositionUpdatePolicy: {
        type: 'string',
        enum: ['Automatic', 'Manual'],
        default: updatePolicy,
      },
      resourceRefs: {
        type: 'array',
        'x-kubernetes-list-type': 'atomic',
        items: {
          type: 'object',
          required: ['apiVersion', 'kind'],
          properties: { apiVersion: STRING, kind: STRING, name: STRING },
        },
      },
    },
  };
}

function pick(source: JsonObject, ...members: string[]): JsonObject {
  return Object.fromEntries(
    members
      .filter(member => source[member] !== undefined)
      .map(member => [member, source[member]]),
  );
}

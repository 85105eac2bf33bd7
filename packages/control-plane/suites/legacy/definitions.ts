import { KubeObject } from '@mlops-platform/sandbox';

export const GROUP = 'legacy.mlops.example.com';
const VERSION = 'v1alpha1';

/** What a data scientist wrote before Crossplane 2. */
export const CLAIM = {
  apiVersion: `${GROUP}/${VERSION}`,
  kind: 'MLflowEnvironmentClaim',
};
/** What Crossplane made of it, for the whole cluster. */
export const COMPOSITE = { ...CLAIM, kind: 'MLflowEnvironment' };
/** Managed resources had no namespace then. */
export const BUCKET = {
  apiVersion: 's3.aws.upbound.io/v1beta1',
  kind: 'Bucket',
};
export const PROJECT = {
  apiVersion: 'mongodbatlas.crossplane.io/v1alpha1',
  kind: 'Project',
};

/** Roles of the managed resources in the composition. */
export const COMPOSED = {
  'atlas-project': PROJECT,
  'artifact-bucket': BUCKET,
};
export type ComposedName = keyof typeof COMPOSED;

const SPEC_AND_STATUS = {
  type: 'object',
  properties: {
    spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  },
};

/** The article's API, under a group of its own: an XRD's scope can't change. */
export const DEFINITION: KubeObject = {
  apiVersion: 'apiextensions.crossplane.io/v1',
  kind: 'CompositeResourceDefinition',
  metadata: { name: `mlflowenvironments.${GROUP}` },
  spec: {
    group: GROUP,
    names: { kind: COMPOSITE.kind, plural: 'mlflowenvironments' },
    claimNames: { kind: CLAIM.kind, plural: 'mlflowenvironmentclaims' },
    versions: [
      {
        name: VERSION,
        served: true,
        referenceable: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                required: ['parameters'],
                properties: {
                  parameters: {
                    type: 'object',
                    required: ['environmentID'],
                    properties: {
                      environmentID: {
                        type: 'string',
                        pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
                      },
                      region: { type: 'string', default: 'us-east-1' },
                      deletionPolicy: {
                        type: 'string',
                        enum: ['Delete', 'Orphan'],
                        default: 'Orphan',
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    ],
  },
};

/** Calls one function. */
export function composition(functionName: string): KubeObject {
  return {
    apiVersion: 'apiextensions.crossplane.io/v1',
    kind: 'Composition',
    metadata: { name: 'legacy-mlflow-environments' },
    spec: {
      compositeTypeRef: COMPOSITE,
      mode: 'Pipeline',
      pipeline: [{ step: 'compose', functionRef: { name: functionName } }],
    },
  };
}

/** The providers' kinds. */
export const MANAGED_KINDS = [
  definitionOf(BUCKET, 'buckets', 'Cluster'),
  definitionOf(PROJECT, 'projects', 'Cluster'),
];

/** The kinds that Crossplane derives from the definition. */
export const DERIVED_KINDS = [
  definitionOf(CLAIM, 'mlflowenvironmentclaims', 'Namespaced'),
  definitionOf(COMPOSITE, 'mlflowenvironments', 'Cluster'),
];

function definitionOf(
  { apiVersion, kind }: { apiVersion: string; kind: string },
  plural: string,
  scope: 'Cluster' | 'Namespaced',
): KubeObject {
  const [group, version] = apiVersion.split('/');
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope,
      names: {
        kind,
        plural,
        singular: kind.toLocaleLowerCase('en-US'),
        listKind: `${kind}List`,
      },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema: SPEC_AND_STATUS },
        },
      ],
    },
  };
}

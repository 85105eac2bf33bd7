import { CreatedObject, TestObject } from './TestCluster';

/** When the tests' objects came to be as they are. */
const AT = '2026-11-24T09:00:00Z';

export const READY = [
  {
    type: 'Synced',
    status: 'True',
    reason: 'ReconcileSuccess',
    lastTransitionTime: AT,
  },
  {
    type: 'Ready',
    status: 'True',
    reason: 'Available',
    lastTransitionTime: AT,
  },
];

export const CREATING = [
  {
    type: 'Synced',
    status: 'True',
    reason: 'ReconcileSuccess',
    lastTransitionTime: AT,
  },
  {
    type: 'Ready',
    status: 'False',
    reason: 'Creating',
    lastTransitionTime: AT,
  },
];

export function syncFails(message: string) {
  return [
    {
      type: 'Synced',
      status: 'False',
      reason: 'ReconcileError',
      message,
      lastTransitionTime: AT,
    },
  ];
}

/** An environment of a namespace, ready unless told otherwise. */
export function anEnvironment(
  name: string,
  options: {
    namespace?: string;
    parameters?: object;
    annotations?: Record<string, string>;
    conditions?: object[];
    status?: object;
    resources?: Array<{ apiVersion: string; kind: string; name: string }>;
  } = {},
): TestObject {
  return {
    apiVersion: 'mlops.example.com/v1alpha1',
    kind: 'MLflowEnvironment',
    metadata: {
      name,
      namespace: options.namespace ?? 'team-a',
      annotations: options.annotations,
    },
    spec: {
      parameters: {
        environmentID: name,
        stage: 'dev',
        owner: 'team-a',
        ...options.parameters,
      },
      crossplane: {
        resourceRefs: options.resources ?? [bucketRef(name)],
        compositionRevisionRef: { name: 'mlflow-environments-1234567' },
      },
    },
    status: {
      conditions: options.conditions ?? READY,
      trackingUri: `http://mlflow-${name}.team-a.svc:5000`,
      artifactRoot: `s3://mlflow-${name}/artifacts`,
      ...options.status,
    },
  };
}

export function bucketRef(environment: string) {
  return {
    apiVersion: 's3.aws.m.upbound.io/v1beta1',
    kind: 'Bucket',
    name: `mlflow-${environment}`,
  };
}

/** What the composition makes for an environment that exists. */
export function composed(
  environment: CreatedObject,
  object: {
    apiVersion: string;
    kind: string;
    name: string;
    resource: string;
    annotations?: Record<string, string>;
    [field: string]: unknown;
  },
): TestObject {
  const { name, resource, annotations, ...rest } = object;
  return {
    ...rest,
    metadata: {
      name,
      namespace: environment.metadata.namespace,
      labels: { 'crossplane.io/composite': environment.metadata.name },
      annotations: {
        'crossplane.io/composition-resource-name': resource,
        ...annotations,
      },
      ownerReferences: [
        {
          apiVersion: environment.apiVersion,
          kind: environment.kind,
          name: environment.metadata.name,
          uid: environment.metadata.uid,
          controller: true,
        },
      ],
    },
  };
}

/** The artifact bucket of an environment, kept when the environment goes. */
export function aBucket(
  environment: CreatedObject,
  conditions: object[] = READY,
): TestObject {
  const { name } = environment.metadata;
  return composed(environment, {
    ...bucketRef(name),
    resource: 'artifact-bucket',
    annotations: { 'crossplane.io/external-name': `mlflow-${name}-1a2b3c4d` },
    spec: {
      managementPolicies: ['Observe', 'Create', 'Update', 'LateInitialize'],
      forProvider: { region: 'us-east-1' },
    },
    status: { conditions },
  });
}

/** The Atlas project of an environment, kept when the environment goes. */
export function aProject(
  environment: CreatedObject,
  projectId: string,
): TestObject {
  const { name } = environment.metadata;
  return composed(environment, {
    apiVersion: 'mongodbatlas.m.crossplane.io/v1beta1',
    kind: 'Project',
    name: `mlflow-${name}`,
    resource: 'atlas-project',
    annotations: { 'crossplane.io/external-name': projectId },
    spec: {
      managementPolicies: ['Observe', 'Create', 'Update', 'LateInitialize'],
      forProvider: { name: `mlflow-${name}` },
    },
    status: { conditions: READY },
  });
}

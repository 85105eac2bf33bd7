import { KubernetesObject } from '../types';

/** A moment of the tests' day: `at(5)` is five past nine. */
export const at = (minute: number) =>
  new Date(Date.UTC(2026, 10, 24, 9, minute)).toISOString();

export interface TestCondition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  observedGeneration?: number;
}

/** A condition; `since` is in minutes past nine. */
export function condition(
  type: string,
  status: TestCondition['status'],
  reason?: string,
  message?: string,
  since = 1,
): TestCondition {
  return { type, status, reason, message, lastTransitionTime: at(since) };
}

export const SYNCED = condition('Synced', 'True', 'ReconcileSuccess');
export const READY = condition('Ready', 'True', 'Available', undefined, 5);
export const CREATING = condition('Ready', 'False', 'Creating');
export const PAUSED = condition(
  'Synced',
  'False',
  'ReconcilePaused',
  'Reconciliation (including deletion) is paused via the pause annotation',
  7,
);

/** The condition of an object that its controller can't reconcile. */
export const syncFails = (message: string, since = 3) =>
  condition('Synced', 'False', 'ReconcileError', message, since);

interface ObjectOptions {
  conditions?: TestCondition[];
  metadata?: object;
  annotations?: Record<string, string>;
  spec?: object;
  status?: object;
}

/** An environment `churn` of team-a, created at nine. */
export function anEnvironment(options: ObjectOptions = {}): KubernetesObject {
  return {
    apiVersion: 'mlops.example.com/v1alpha1',
    kind: 'MLflowEnvironment',
    metadata: {
      name: 'churn',
      namespace: 'team-a',
      uid: 'uid-churn',
      generation: 1,
      creationTimestamp: at(0),
      annotations: options.annotations,
      ...options.metadata,
    },
    spec: options.spec,
    status: { conditions: options.conditions, ...options.status },
  };
}

const KINDS: Record<string, { apiVersion: string; kind: string }> = {
  'atlas-project': {
    apiVersion: 'mongodbatlas.m.crossplane.io/v1alpha1',
    kind: 'Project',
  },
  'atlas-cluster': {
    apiVersion: 'mongodbatlas.m.crossplane.io/v1alpha3',
    kind: 'AdvancedCluster',
  },
  'artifact-bucket': {
    apiVersion: 's3.aws.m.upbound.io/v1beta1',
    kind: 'Bucket',
  },
  'server-role': { apiVersion: 'iam.aws.m.upbound.io/v1beta1', kind: 'Role' },
  'mlflow-server': { apiVersion: 'apps/v1', kind: 'Deployment' },
  'mlflow-service': { apiVersion: 'v1', kind: 'Service' },
  'mlflow-pod-monitor': {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
  },
  'mlflow-config': { apiVersion: 'v1', kind: 'Secret' },
};

/** Plan order of the resources that these tests know. */
export const PLAN = Object.keys(KINDS);

/** The composed resource of `churn` with that name in the composition. */
export function aResource(
  compositionResourceName: string,
  options: ObjectOptions = {},
): KubernetesObject {
  return {
    ...KINDS[compositionResourceName],
    metadata: {
      name: `churn-${compositionResourceName}`,
      namespace: 'team-a',
      uid: `uid-${compositionResourceName}`,
      generation: 1,
      creationTimestamp: at(1),
      ownerReferences: [
        {
          apiVersion: 'mlops.example.com/v1alpha1',
          kind: 'MLflowEnvironment',
          name: 'churn',
          uid: 'uid-churn',
          controller: true,
        },
      ],
      annotations: {
        'crossplane.io/composition-resource-name': compositionResourceName,
        ...options.annotations,
      },
      ...options.metadata,
    },
    spec: options.spec,
    status: { conditions: options.conditions, ...options.status },
  };
}

/** A composed resource that is ready, or has the conditions given. */
export const aManaged = (name: string, ...conditions: TestCondition[]) =>
  aResource(name, {
    conditions: conditions.length > 0 ? conditions : [SYNCED, READY],
    spec: { forProvider: {} },
  });

/** The Deployment; available unless conditions say otherwise. */
export const aServer = (...conditions: TestCondition[]) =>
  aResource('mlflow-server', {
    conditions:
      conditions.length > 0
        ? conditions
        : [condition('Available', 'True', 'MinimumReplicasAvailable')],
  });

/** The reference of an object, as an environment holds it. */
export const refOf = ({
  apiVersion = '',
  kind = '',
  metadata,
}: KubernetesObject) => ({
  apiVersion,
  kind,
  name: (metadata as { name: string }).name,
});

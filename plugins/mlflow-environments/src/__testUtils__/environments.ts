import type { Entity } from '@backstage/catalog-model';
import type {
  EnvironmentDetail,
  EnvironmentList,
  EnvironmentResource,
  Health,
  Preview,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';

export function aHealth(overrides: Partial<Health> = {}): Health {
  return {
    status: 'Healthy',
    since: '2026-11-01T10:00:00Z',
    progress: { ready: 18, total: 18 },
    ...overrides,
  };
}

/** A healthy environment called churn. */
export function anEnvironment(
  overrides: Partial<EnvironmentDetail> = {},
): EnvironmentDetail {
  return {
    ref: { cluster: 'sandbox', namespace: 'team-a', name: 'churn' },
    uid: 'uid-churn',
    version: 3,
    entityRef: 'resource:team-a/churn',
    owner: 'group:default/team-a',
    parameters: {
      environmentID: 'churn',
      stage: 'dev',
      region: 'us-east-1',
      database: { tier: 'M10' },
    },
    trackingUri: 'http://mlflow-churn.team-a.svc:5000',
    health: aHealth(),
    links: [],
    resources: [],
    conditions: [],
    ...overrides,
  };
}

export function aFailedEnvironment(): EnvironmentDetail {
  return anEnvironment({
    trackingUri: undefined,
    health: aHealth({
      status: 'Failed',
      progress: { ready: 4, total: 18 },
      cause: {
        path: [
          {
            apiVersion: 'mlops.example.com/v1alpha1',
            kind: 'MLflowEnvironment',
            name: 'churn',
          },
          {
            apiVersion: 'mongodbatlas.m.crossplane.io/v1alpha3',
            kind: 'AdvancedCluster',
            name: 'mlflow-churn',
            compositionResourceName: 'atlas-cluster',
          },
        ],
        reason: 'CreateFailed',
        message: 'the organisation has no quota left in US_EAST_1',
      },
      hint: 'The platform team raises the quota in Atlas.',
    }),
  });
}

export function aPendingEnvironment(): EnvironmentDetail {
  const environment = anEnvironment();
  return {
    ...environment,
    trackingUri: undefined,
    health: aHealth({ status: 'Pending', progress: { ready: 0, total: 0 } }),
    request: {
      ref: environment.ref,
      entityRef: environment.entityRef,
      state: 'Pending',
      createdAt: '2026-11-01T10:00:00Z',
      expiresAt: '2026-11-08T10:00:00Z',
      pullRequestUrl: 'https://git.example.com/claims/pull/7',
    },
  };
}

export function aResource(
  overrides: Partial<EnvironmentResource> = {},
): EnvironmentResource {
  return {
    apiVersion: 's3.aws.m.upbound.io/v1beta1',
    kind: 'Bucket',
    namespace: 'team-a',
    name: 'mlflow-churn',
    compositionResourceName: 'artifact-bucket',
    status: 'Ready',
    conditions: [],
    ...overrides,
  };
}

export function aList(
  items: EnvironmentDetail[],
  overrides: Partial<EnvironmentList> = {},
): EnvironmentList {
  return {
    items,
    totalItems: items.length,
    pageInfo: {},
    facets: { status: [], cluster: [], namespace: [], stage: [], owner: [] },
    ...overrides,
  };
}

export function aPreview(overrides: Partial<Preview> = {}): Preview {
  return {
    claim: 'kind: MLflowEnvironment\n',
    claimPath: 'environments/team-a/churn.yaml',
    target: 'sandbox',
    problems: [],
    resources: [],
    ...overrides,
  };
}

export function anEntity(annotation?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: 'churn',
      namespace: 'team-a',
      annotations: annotation
        ? { 'mlops.example.com/environment': annotation }
        : {},
    },
    spec: { type: 'mlflow-environment', owner: 'group:default/team-a' },
  };
}

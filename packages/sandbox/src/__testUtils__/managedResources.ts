import { JsonObject } from '../json';
import { KubeObject } from '../kube';
import { MANAGED_KINDS } from '../providers';

/** What a test says of a managed resource; the rest is as small as it can be. */
export interface ManagedOptions {
  forProvider?: JsonObject;
  annotations?: Record<string, string>;
  managementPolicies?: string[];
  spec?: JsonObject;
}

/** What the real kinds insist on. */
const REQUIRED: Record<string, JsonObject> = {
  Project: { name: 'mlflow-churn', orgId: '5f1b2c3d4e5f60718293a4b5' },
  AdvancedCluster: {
    name: 'mlflow',
    clusterType: 'REPLICASET',
    mongoDbMajorVersion: '8.0',
    replicationSpecs: [
      {
        regionConfigs: [
          {
            providerName: 'AWS',
            regionName: 'US_EAST_1',
            priority: 7,
            electableSpecs: { instanceSize: 'M10', nodeCount: 3 },
          },
        ],
      },
    ],
  },
  FlexCluster: {
    name: 'mlflow',
    providerSettings: { backingProviderName: 'AWS', regionName: 'US_EAST_1' },
  },
  User: {
    username: 'mlflow',
    authDatabaseName: 'admin',
    roles: [{ roleName: 'readWrite', databaseName: 'mlflow' }],
  },
  IPAccessList: { cidrBlock: '203.0.113.10/32' },
  Bucket: { region: 'us-east-1' },
  BucketVersioning: {
    region: 'us-east-1',
    versioningConfiguration: { status: 'Enabled' },
  },
  Role: { assumeRolePolicy: '{}' },
  RolePolicy: { policy: '{}' },
  PodIdentityAssociation: {
    region: 'us-east-1',
    clusterName: 'platform',
    namespace: 'team-a',
    serviceAccount: 'mlflow-churn',
  },
};

/** A managed resource of a kind that the sandbox simulates. */
export function aManaged(
  kind: string,
  name: string,
  options: ManagedOptions = {},
): KubeObject {
  const found = MANAGED_KINDS.find(each => each.kind === kind);
  if (!found) {
    throw new Error(`${kind} is not simulated`);
  }
  const { forProvider = {}, annotations, managementPolicies, spec } = options;
  return {
    apiVersion: found.apiVersion,
    kind,
    metadata: {
      name,
      namespace: 'team-a',
      ...(annotations && { annotations }),
    },
    spec: {
      forProvider: { ...REQUIRED[kind], ...forProvider },
      ...(managementPolicies && { managementPolicies }),
      ...spec,
    },
  };
}

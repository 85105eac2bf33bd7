import { GroupKind } from './store';

/**
 * Kinds with an external resource, watched even while no environment refers to them: what is left of an environment that went
 * while Backstage was down is found by its label alone.
 */
export const COMPOSED_KINDS: GroupKind[] = [
  { group: 'mongodbatlas.m.crossplane.io', kind: 'Project' },
  { group: 'mongodbatlas.m.crossplane.io', kind: 'AdvancedCluster' },
  { group: 'mongodbatlas.m.crossplane.io', kind: 'FlexCluster' },
  { group: 'database.mongodbatlas.m.crossplane.io', kind: 'User' },
  { group: 'project.mongodbatlas.m.crossplane.io', kind: 'IPAccessList' },
  { group: 's3.aws.m.upbound.io', kind: 'Bucket' },
  { group: 's3.aws.m.upbound.io', kind: 'BucketPublicAccessBlock' },
  {
    group: 's3.aws.m.upbound.io',
    kind: 'BucketServerSideEncryptionConfiguration',
  },
  { group: 's3.aws.m.upbound.io', kind: 'BucketVersioning' },
  { group: 's3.aws.m.upbound.io', kind: 'BucketLifecycleConfiguration' },
  { group: 'iam.aws.m.upbound.io', kind: 'Role' },
  { group: 'iam.aws.m.upbound.io', kind: 'RolePolicy' },
  { group: 'eks.aws.m.upbound.io', kind: 'PodIdentityAssociation' },
];

import type { IServiceAccount } from 'kubernetes-models/v1';
import { Environment } from '../environment';
import { bucketArn } from './artifacts';
import { awsPartition } from './aws';
import { managedPart, Reference } from './managed';
import { Part, plainPart } from './part';
import { awsTags } from './tags';

const IAM = 'iam.aws.m.upbound.io/v1beta1';

interface RoleParameters {
  assumeRolePolicy: string;
  description: string;
  path: string;
  permissionsBoundary?: string;
  tags: Record<string, string>;
}

interface RolePolicyParameters {
  roleRef: Reference;
  policy: string;
}

interface PodIdentityAssociationParameters {
  region: string;
  clusterName: string;
  namespace: string;
  serviceAccount: string;
  roleArnRef: Reference;
  tags: Record<string, string>;
}

/**
 * What lets the server's pods, and nobody else, into the bucket: a role of the environment's own, handed out by EKS Pod
 * Identity. There is no key to leak or to share.
 */
export function identityParts(environment: Environment): Part[] {
  return [
    role(environment),
    rolePolicy(environment),
    podIdentity(environment),
    serviceAccount(environment),
  ];
}

function role(environment: Environment): Part {
  const { names, settings } = environment;
  return managedPart<RoleParameters>(environment, {
    name: 'server-role',
    identity: { apiVersion: IAM, kind: 'Role', name: names.object },
    provider: 'aws',
    externalName: names.external,
    forProvider: {
      assumeRolePolicy: policyDocument(trust(environment)),
      description: 'Lets an MLflow server reach its own artifact bucket',
      path: settings.aws.iam.path,
      ...(settings.aws.iam.permissionsBoundary && {
        permissionsBoundary: settings.aws.iam.permissionsBoundary,
      }),
      tags: awsTags(environment),
    },
  });
}

function rolePolicy(environment: Environment): Part {
  const { names } = environment;
  return managedPart<RolePolicyParameters>(environment, {
    name: 'server-role-policy',
    identity: { apiVersion: IAM, kind: 'RolePolicy', name: names.object },
    provider: 'aws',
    waitsFor: ['server-role'],
    externalName: names.rolePolicy,
    forProvider: {
      roleRef: { name: names.object },
      policy: policyDocument(bucketAccess(environment)),
    },
  });
}

function podIdentity(environment: Environment): Part {
  const { names, namespace, settings } = environment;
  const { eksCluster } = settings.aws;
  return managedPart<PodIdentityAssociationParameters>(environment, {
    name: 'server-identity',
    identity: {
      apiVersion: 'eks.aws.m.upbound.io/v1beta1',
      kind: 'PodIdentityAssociation',
      name: names.object,
    },
    provider: 'aws',
    waitsFor: ['server-role'],
    forProvider: {
      region: eksCluster.region,
      clusterName: eksCluster.name,
      namespace,
      serviceAccount: names.object,
      roleArnRef: { name: names.object },
      tags: awsTags(environment),
    },
  });
}

function serviceAccount(environment: Environment): Part {
  return plainPart<IServiceAccount>(
    environment,
    'server-service-account',
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      name: environment.names.object,
    },
    // The server never talks to the Kubernetes API; Pod Identity mounts a token of its own.
    { automountServiceAccountToken: false },
  );
}

interface Statement {
  Sid: string;
  Effect: 'Allow';
  Action: string[];
  Principal?: Record<string, string>;
  Resource?: string[];
  Condition?: Record<string, Record<string, string>>;
}

function policyDocument(statements: Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/**
 * Pod Identity may hand the role to the server's own service account, on this cluster of this account only
 * (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html).
 */
function trust({ names, namespace, settings }: Environment): Statement[] {
  const { accountId, eksCluster } = settings.aws;
  const partition = awsPartition(eksCluster.region);
  return [
    {
      Sid: 'PodIdentity',
      Effect: 'Allow',
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: {
        StringEquals: {
          'aws:SourceAccount': accountId,
          'aws:RequestTag/kubernetes-namespace': namespace,
          'aws:RequestTag/kubernetes-service-account': names.object,
        },
        ArnEquals: {
          'aws:SourceArn': `arn:${partition}:eks:${eksCluster.region}:${accountId}:cluster/${eksCluster.name}`,
        },
      },
    },
  ];
}

function bucketAccess(environment: Environment): Statement[] {
  const arn = bucketArn(environment);
  return [
    {
      Sid: 'Bucket',
      Effect: 'Allow',
      Action: [
        's3:ListBucket',
        's3:GetBucketLocation',
        's3:ListBucketMultipartUploads',
      ],
      Resource: [arn],
    },
    {
      Sid: 'Artifacts',
      Effect: 'Allow',
      Action: [
        's3:GetObject',
        's3:PutObject',
        's3:DeleteObject',
        's3:AbortMultipartUpload',
        's3:ListMultipartUploadParts',
      ],
      Resource: [`${arn}/*`],
    },
  ];
}

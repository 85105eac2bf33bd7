import { JsonObject, objectAt, stringAt } from '../json';
import { Cloud, CloudResource } from './cloud';
import { awsId, stableHex } from './identifiers';
import { CloudError, ManagedKind, Reference, Subject } from './managedKind';

/** The simulated account. */
export const AWS_ACCOUNT = '111122223333';

const BUCKET = {
  apiVersion: 's3.aws.m.upbound.io/v1beta1',
  kind: 'Bucket',
  plural: 'buckets',
};
const ROLE = {
  apiVersion: 'iam.aws.m.upbound.io/v1beta1',
  kind: 'Role',
  plural: 'roles',
};

/** An error as the AWS SDK words it. */
export function awsError(
  subject: Subject,
  error: {
    doing: string;
    service: string;
    operation: string;
    status: number;
    text: string;
  },
): CloudError {
  const { doing, service, operation, status, text } = error;
  // The same request id each time: the condition that carries it must not change.
  const request = stableHex(`${subject.object.metadata.uid}${operation}`, 32);
  const id = request.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  const host = service === 'S3' ? ` HostID: ${stableHex(request, 40)},` : '';
  return new CloudError(
    `${doing}: operation error ${service}: ${operation}, https response error StatusCode: ${status}, RequestID: ${id},${host} ${text}`,
  );
}

const bucket: ManagedKind = {
  ...BUCKET,
  provider: 'aws',
  title: 'S3 Bucket',
  creation: 3,
  deletion: 1,
  isAsync: true,
  references: [],
  isNamedByUs: true,
  identify: ({ externalName }) => externalName,
  create: () => ({}),
  externalName: (_, { id }) => id,
  observe: ({ id, settings }) => ({
    id,
    arn: bucketArn(id),
    bucketDomainName: `${id}.s3.amazonaws.com`,
    bucketRegion: settings.region,
    bucketRegionalDomainName: `${id}.s3.${settings.region}.amazonaws.com`,
    tagsAll: objectAt(settings, 'tags'),
  }),
  connectionDetails: ({ id, settings }) => ({
    id,
    arn: bucketArn(id),
    region: stringAt(settings, 'region') ?? '',
  }),
};

/** One of the bucket's settings: setting it again is the same as setting it. */
function bucketSetting(
  kind: string,
  plural: string,
  title: string,
): ManagedKind {
  const bucketReference: Reference = {
    field: 'bucket',
    refField: 'bucketRef',
    target: BUCKET,
    value: 'id',
  };
  return {
    apiVersion: BUCKET.apiVersion,
    kind,
    plural,
    provider: 'aws',
    title,
    creation: 1,
    deletion: 0.5,
    isAsync: true,
    references: [bucketReference],
    isNamedByUs: false,
    identify: ({ forProvider }) => stringAt(forProvider, 'bucket'),
    create: (subject, cloud) => requireBucket(subject, cloud, title),
    externalName: (_, { id }) => id,
    observe: ({ id }) => ({ id }),
  };
}

function requireBucket(
  subject: Subject,
  cloud: Cloud,
  title: string,
): JsonObject {
  const name = stringAt(subject.forProvider, 'bucket') ?? '';
  if (!cloud.find('Bucket', name)) {
    throw awsError(subject, {
      doing: `creating ${title} (${name})`,
      service: 'S3',
      operation: 'HeadBucket',
      status: 404,
      text: 'NoSuchBucket: The specified bucket does not exist',
    });
  }
  return {};
}

const role: ManagedKind = {
  ...ROLE,
  provider: 'aws',
  title: 'IAM Role',
  creation: 2,
  deletion: 1,
  isAsync: true,
  references: [],
  isNamedByUs: true,
  identify: ({ externalName }) => externalName,
  create: () => ({ uniqueId: awsId('AROA', 17) }),
  externalName: (_, { id }) => id,
  observe: ({ id, settings, assigned, createdAt }) => ({
    id,
    arn: `arn:aws:iam::${AWS_ACCOUNT}:role${
      stringAt(settings, 'path') ?? '/'
    }${id}`,
    createDate: new Date(createdAt).toISOString(),
    uniqueId: assigned.uniqueId,
    tagsAll: objectAt(settings, 'tags'),
  }),
};

const rolePolicy: ManagedKind = {
  apiVersion: ROLE.apiVersion,
  kind: 'RolePolicy',
  plural: 'rolepolicies',
  provider: 'aws',
  title: 'IAM Role Policy',
  creation: 1,
  deletion: 0.5,
  isAsync: true,
  references: [
    { field: 'role', refField: 'roleRef', target: ROLE, value: 'id' },
  ],
  isNamedByUs: true,
  identify: ({ forProvider, externalName }) => {
    const roleName = stringAt(forProvider, 'role');
    return roleName && externalName && `${roleName}:${externalName}`;
  },
  create: () => ({}),
  externalName: ({ externalName = '' }) => externalName,
  observe: ({ id }) => ({ id }),
};

const podIdentityAssociation: ManagedKind = {
  apiVersion: 'eks.aws.m.upbound.io/v1beta1',
  kind: 'PodIdentityAssociation',
  plural: 'podidentityassociations',
  provider: 'aws',
  title: 'EKS Pod Identity Association',
  creation: 2,
  deletion: 1,
  isAsync: true,
  references: [
    { field: 'roleArn', refField: 'roleArnRef', target: ROLE, value: 'arn' },
  ],
  isNamedByUs: false,
  identify: ({ externalName }) => externalName,
  create(subject, cloud) {
    const { clusterName, namespace, serviceAccount } = subject.forProvider;
    const existing = cloud
      .list('PodIdentityAssociation')
      .find(
        ({ settings }) =>
          settings.clusterName === clusterName &&
          settings.namespace === namespace &&
          settings.serviceAccount === serviceAccount,
      );
    if (existing) {
      throw awsError(subject, {
        doing: 'creating EKS Pod Identity Association',
        service: 'EKS',
        operation: 'CreatePodIdentityAssociation',
        status: 409,
        text: `ResourceInUseException: Association already exists: ${existing.id}`,
      });
    }
    return { id: `a-${awsId('', 17).toLowerCase()}` };
  },
  externalName: (_, { id }) => id,
  observe: resource => ({
    id: resource.id,
    associationId: resource.id,
    associationArn: associationArn(resource),
    tagsAll: objectAt(resource.settings, 'tags'),
  }),
};

/** The kinds of provider-upjet-aws that can be simulated. */
export const AWS_KINDS: ManagedKind[] = [
  bucket,
  bucketSetting(
    'BucketPublicAccessBlock',
    'bucketpublicaccessblocks',
    'S3 Bucket Public Access Block',
  ),
  bucketSetting(
    'BucketServerSideEncryptionConfiguration',
    'bucketserversideencryptionconfigurations',
    'S3 Bucket Server-side Encryption Configuration',
  ),
  bucketSetting(
    'BucketVersioning',
    'bucketversionings',
    'S3 Bucket Versioning',
  ),
  bucketSetting(
    'BucketLifecycleConfiguration',
    'bucketlifecycleconfigurations',
    'S3 Bucket Lifecycle Configuration',
  ),
  role,
  rolePolicy,
  podIdentityAssociation,
];

function bucketArn(name: string): string {
  return `arn:aws:s3:::${name}`;
}

function associationArn({ id, settings }: CloudResource): string {
  return `arn:aws:eks:${settings.region}:${AWS_ACCOUNT}:podidentityassociation/${settings.clusterName}/${id}`;
}

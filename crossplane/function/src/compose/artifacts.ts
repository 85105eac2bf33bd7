import { Environment } from '../environment';
import { awsPartition } from './aws';
import { ManagedResource, managedPart, Reference } from './managed';
import { Part } from './part';
import { awsTags } from './tags';

const S3 = 's3.aws.m.upbound.io/v1beta1';

/** Days after which S3 throws away the parts of an upload that was never completed. */
const INCOMPLETE_UPLOAD_DAYS = 7;

interface BucketParameters {
  region: string;
  forceDestroy: boolean;
  tags: Record<string, string>;
}

interface BucketSetting {
  region: string;
  bucketRef: Reference;
}

interface PublicAccessBlockParameters extends BucketSetting {
  blockPublicAcls: boolean;
  blockPublicPolicy: boolean;
  ignorePublicAcls: boolean;
  restrictPublicBuckets: boolean;
}

interface EncryptionParameters extends BucketSetting {
  rule: {
    applyServerSideEncryptionByDefault: { sseAlgorithm: string };
    bucketKeyEnabled: boolean;
  }[];
}

interface VersioningParameters extends BucketSetting {
  versioningConfiguration: { status: 'Enabled' | 'Suspended' };
}

interface LifecycleRule {
  id: string;
  status: 'Enabled';
  filter: { prefix: string }[];
  abortIncompleteMultipartUpload?: { daysAfterInitiation: number }[];
  noncurrentVersionExpiration?: { noncurrentDays: number }[];
  expiration?: { expiredObjectDeleteMarker: boolean }[];
}

interface LifecycleParameters extends BucketSetting {
  rule: LifecycleRule[];
}

/** The S3 bucket for artifacts and the four settings that keep it private, encrypted, versioned and tidy. */
export function artifactParts(environment: Environment): Part[] {
  return [
    bucket(environment),
    publicAccessBlock(environment),
    encryption(environment),
    versioning(environment),
    lifecycle(environment),
  ];
}

/** ARN of the bucket, known before the bucket exists. */
export function bucketArn({ names, parameters }: Environment): string {
  return `arn:${awsPartition(parameters.region)}:s3:::${names.external}`;
}

/** Where MLflow puts artifacts. */
export function artifactRoot({ names }: Environment): string {
  return `s3://${names.external}/artifacts`;
}

function bucket(environment: Environment): Part {
  const { names, parameters } = environment;
  return managedPart<BucketParameters>(environment, {
    name: 'artifact-bucket',
    identity: { apiVersion: S3, kind: 'Bucket', name: names.object },
    provider: 'aws',
    externalName: names.external,
    holdsData: true,
    forProvider: {
      region: parameters.region,
      // S3 deletes no bucket with something in it. Set long before the claim goes: the function doesn't run during
      // deletion.
      forceDestroy: parameters.deletionPolicy === 'Delete',
      tags: awsTags(environment),
    },
  });
}

/**
 * One of the bucket's settings. They stay with a retained bucket: deleting them would suspend versioning and open the
 * bucket to the public.
 */
function bucketSetting<Setting extends BucketSetting>(
  environment: Environment,
  name: ManagedResource<Setting>['name'],
  kind: string,
  setting: Omit<Setting, keyof BucketSetting>,
): Part {
  const { names, parameters } = environment;
  return managedPart(environment, {
    name,
    identity: { apiVersion: S3, kind, name: names.object },
    provider: 'aws',
    waitsFor: ['artifact-bucket'],
    holdsData: true,
    forProvider: {
      region: parameters.region,
      bucketRef: { name: names.object },
      ...setting,
    },
  });
}

function publicAccessBlock(environment: Environment): Part {
  return bucketSetting<PublicAccessBlockParameters>(
    environment,
    'artifact-bucket-public-access',
    'BucketPublicAccessBlock',
    {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
  );
}

function encryption(environment: Environment): Part {
  return bucketSetting<EncryptionParameters>(
    environment,
    'artifact-bucket-encryption',
    'BucketServerSideEncryptionConfiguration',
    {
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' },
          bucketKeyEnabled: true,
        },
      ],
    },
  );
}

function versioning(environment: Environment): Part {
  return bucketSetting<VersioningParameters>(
    environment,
    'artifact-bucket-versioning',
    'BucketVersioning',
    {
      versioningConfiguration: {
        status: environment.parameters.artifacts.versioning
          ? 'Enabled'
          : 'Suspended',
      },
    },
  );
}

function lifecycle(environment: Environment): Part {
  const { retentionDays } = environment.parameters.artifacts;
  const everything = { status: 'Enabled' as const, filter: [{ prefix: '' }] };
  const rule: LifecycleRule[] = [
    {
      id: 'abort-incomplete-uploads',
      ...everything,
      abortIncompleteMultipartUpload: [
        { daysAfterInitiation: INCOMPLETE_UPLOAD_DAYS },
      ],
    },
  ];
  if (retentionDays !== undefined) {
    rule.push({
      id: 'expire-noncurrent-versions',
      ...everything,
      noncurrentVersionExpiration: [{ noncurrentDays: retentionDays }],
      expiration: [{ expiredObjectDeleteMarker: true }],
    });
  }
  return bucketSetting<LifecycleParameters>(
    environment,
    'artifact-bucket-lifecycle',
    'BucketLifecycleConfiguration',
    { rule },
  );
}

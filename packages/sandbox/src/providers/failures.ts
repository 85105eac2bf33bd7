import { stringAt } from '../json';
import { KubeObject } from '../kube';
import { RESOURCE_NAME_ANNOTATION } from '../crossplane';
import { atlasError, tierOf } from './atlas';
import { AWS_ACCOUNT, awsError } from './aws';
import { CloudError, ManagedKind, Subject } from './managedKind';

/**
 * Asks for failures: on an environment `<composition resource name>=<failure>`, several
 * separated by commas, on a managed resource or Deployment `<failure>` alone. See
 * {@link FAILURES} for what there is.
 */
export const FAIL_ANNOTATION = 'sandbox.mlops.example.com/fail';

/** What can be made to fail. */
interface Failure {
  when: 'observe' | 'create' | 'delete';
  error(subject: Subject, kind: ManagedKind): CloudError;
}

/** The AWS API call that creates a kind. */
const CREATE_CALLS: Record<string, { service: string; operation: string }> = {
  Bucket: { service: 'S3', operation: 'CreateBucket' },
  Role: { service: 'IAM', operation: 'CreateRole' },
  RolePolicy: { service: 'IAM', operation: 'PutRolePolicy' },
  PodIdentityAssociation: {
    service: 'EKS',
    operation: 'CreatePodIdentityAssociation',
  },
  BucketPublicAccessBlock: {
    service: 'S3',
    operation: 'PutPublicAccessBlock',
  },
  BucketServerSideEncryptionConfiguration: {
    service: 'S3',
    operation: 'PutBucketEncryption',
  },
  BucketVersioning: { service: 'S3', operation: 'PutBucketVersioning' },
  BucketLifecycleConfiguration: {
    service: 'S3',
    operation: 'PutBucketLifecycleConfiguration',
  },
};

/** Failures of managed resources by name, in the words of the real clouds. */
export const FAILURES: Record<string, Failure> = {
  /** Somebody else in the world has a bucket of that name. */
  BucketAlreadyExists: {
    when: 'create',
    error: subject =>
      awsError(subject, {
        doing: `creating S3 Bucket (${subject.externalName})`,
        service: 'S3',
        operation: 'CreateBucket',
        status: 409,
        text: 'BucketAlreadyExists: ',
      }),
  },
  /** The provider's AWS identity may not create it. */
  AccessDenied: {
    when: 'create',
    error: (subject, kind) => {
      const { service, operation } = CREATE_CALLS[kind.kind] ?? {
        service: kind.title,
        operation: 'Create',
      };
      const action = `${service.toLowerCase()}:${operation}`;
      return awsError(subject, {
        doing: `creating ${kind.title} (${subject.externalName ?? ''})`,
        service,
        operation,
        status: 403,
        text: `api error AccessDenied: User: arn:aws:sts::${AWS_ACCOUNT}:assumed-role/crossplane-provider-aws/session is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
      });
    },
  },
  /** S3 keeps a bucket with something in it. */
  BucketNotEmpty: {
    when: 'delete',
    error: subject =>
      awsError(subject, {
        doing: `deleting S3 Bucket (${subject.externalName})`,
        service: 'S3',
        operation: 'DeleteBucket',
        status: 409,
        text: 'api error BucketNotEmpty: The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
      }),
  },
  /** The provider's Atlas key was revoked or lost its rights. */
  Unauthorized: {
    when: 'observe',
    error: (subject, kind) =>
      atlasError({
        doing: `error reading ${kind.title}`,
        request: `/groups/${groupOf(subject)} GET`,
        status: '401 Unauthorized',
        code: '',
        detail: 'You are not authorized for this resource.',
      }),
  },
  /** The Atlas project or organisation may have no more clusters. */
  TENANT_CLUSTER_LIMIT: {
    when: 'create',
    error: subject =>
      clusterError(
        subject,
        'TENANT_CLUSTER_LIMIT',
        'The organization has reached its limit of clusters. Terminate a cluster that is no longer needed or ask MongoDB support to raise the limit.',
      ),
  },
  /** Atlas has no machines left of that size in that region. */
  OUT_OF_CAPACITY: {
    when: 'create',
    error: subject =>
      clusterError(
        subject,
        'OUT_OF_CAPACITY',
        `The requested region is currently out of capacity for the requested instance size ${tierOf(
          subject.forProvider,
        )}.`,
      ),
  },
};

/** The failure asked of a composed resource by its own annotation or its environment's, if any. */
export function failureAskedOf(
  object: KubeObject,
  owner: KubeObject | undefined,
): string | undefined {
  const own = object.metadata.annotations?.[FAIL_ANNOTATION]?.trim();
  if (own && !own.includes('=')) {
    return own;
  }
  const name = object.metadata.annotations?.[RESOURCE_NAME_ANNOTATION];
  const asked = [own, owner?.metadata.annotations?.[FAIL_ANNOTATION]]
    .flatMap(list => (list ?? '').split(','))
    .map(entry => entry.split('=').map(part => part.trim()));
  return asked.find(([resource]) => resource === name)?.[1];
}

/** Throws what the cloud would say, if that failure happens at that moment. */
export function failIfAsked(
  asked: string | undefined,
  when: Failure['when'],
  subject: Subject,
  kind: ManagedKind,
): void {
  if (asked === undefined) {
    return;
  }
  const failure = FAILURES[asked];
  if (!failure) {
    throw new CloudError(
      `${FAIL_ANNOTATION} asks for "${asked}", which is none of ${Object.keys(
        FAILURES,
      ).join(', ')}`,
    );
  }
  if (failure.when === when) {
    throw failure.error(subject, kind);
  }
}

function clusterError(
  subject: Subject,
  code: string,
  detail: string,
): CloudError {
  return atlasError({
    doing: 'error creating advanced cluster',
    request: `/groups/${groupOf(subject)}/clusters POST`,
    status: '400 Bad Request',
    code,
    detail,
  });
}

function groupOf({ forProvider, externalName }: Subject): string {
  return stringAt(forProvider, 'projectId') ?? externalName ?? '';
}

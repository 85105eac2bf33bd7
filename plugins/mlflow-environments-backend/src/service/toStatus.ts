import {
  ClusterStatus as ApiClusterStatus,
  KindStatus as ApiKindStatus,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { redactText } from '../lib/redactText';
import { ClusterStatus, KindStatus } from '../store';

const WITHOUT_DETAIL: Record<ClusterStatus['state'], string> = {
  connecting: 'The cluster could not be read yet',
  syncing: 'The cluster is being read',
  synced: 'Some of the cluster can not be read',
  stale: 'The cluster can not be read at the moment',
  unsupported: 'The cluster can not be watched as it is configured',
};

/** How a cluster is known, as the API shows it to those who look after clusters. */
export function toApiStatus(
  status: ClusterStatus,
  environments: number,
): ApiClusterStatus {
  return {
    name: status.cluster,
    title: status.title,
    state: status.state,
    since: status.since,
    error: status.error && redactText(status.error),
    lagSeconds: status.lagSeconds,
    environments,
    kinds: status.kinds.map(toApiKind),
  };
}

/**
 * The same for everybody else: why a cluster can't be read names what is the platform's, and how many objects there are tells of
 * environments that the caller may not read.
 */
export function toPublicStatus(
  status: ClusterStatus,
  environments: number,
): ApiClusterStatus {
  const { error, ...rest } = toApiStatus(status, environments);
  return { ...rest, error: error && WITHOUT_DETAIL[status.state], kinds: [] };
}

/** `Bucket.s3.aws.m.upbound.io` */
function toApiKind({
  kind,
  state,
  objects,
  message,
}: KindStatus): ApiKindStatus {
  const [name, ...group] = kind.split('.');
  return {
    apiVersion: group.join('.') || 'v1',
    kind: name,
    state: state === 'failing' ? 'stale' : state,
    objects,
    error: message && redactText(message),
  };
}

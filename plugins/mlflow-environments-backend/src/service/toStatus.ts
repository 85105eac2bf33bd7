import {
  ClusterStatus as ApiClusterStatus,
  KindStatus as ApiKindStatus,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { redactText } from '../lib/redactText';
import { ClusterStatus, KindStatus } from '../store';

/** How a cluster is known, as the API shows it. */
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

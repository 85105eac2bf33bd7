import { EnvironmentRequest } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { StoredRequest } from '../database/RequestsStore';
import { isExpired } from '../requests/Requests';

/** A stored request as the API shows it. */
export function toApiRequest(
  request: StoredRequest,
  entityRef: string,
  now: Date,
): EnvironmentRequest {
  const { cluster, namespace, environmentID } = request;
  return {
    ref: { cluster, namespace, name: environmentID },
    entityRef,
    state: isExpired(request, now) ? 'Expired' : request.state,
    requestedBy: request.requestedBy,
    createdAt: request.createdAt,
    expiresAt: request.expiresAt,
    target: request.target,
    claimPath: request.claimPath,
    commitUrl: request.commitUrl,
    pullRequestUrl: request.pullRequestUrl,
    taskId: request.taskId,
  };
}

import {
  ENVIRONMENT_API_VERSION,
  ENVIRONMENT_KIND,
} from '../environment/constants';
import { EnvironmentRequest, Health } from '../schema/openapi';

/**
 * The health of an environment that was asked for and that no cluster has yet.
 *
 * @param planOrder - composition resource names of the plan, which progress counts
 * @public
 */
export function assessRequest(
  request: Pick<
    EnvironmentRequest,
    'ref' | 'state' | 'createdAt' | 'expiresAt' | 'pullRequestUrl'
  >,
  planOrder: readonly string[] = [],
): Health {
  const { reason, message, hint } = situationOf(request);
  const { namespace, name } = request.ref;
  const since =
    request.state === 'Expired' ? request.expiresAt : request.createdAt;
  return {
    status: 'Pending',
    since: request.createdAt,
    cause: {
      path: [
        {
          apiVersion: ENVIRONMENT_API_VERSION,
          kind: ENVIRONMENT_KIND,
          namespace,
          name,
        },
      ],
      reason,
      message,
      since,
    },
    hint,
    progress: { ready: 0, total: planOrder.length },
  };
}

function situationOf({
  state,
  pullRequestUrl,
}: Pick<EnvironmentRequest, 'state' | 'pullRequestUrl'>): {
  reason: string;
  message: string;
  hint: string;
} {
  if (state === 'Reserved') {
    return {
      reason: 'Reserved',
      message: 'The name is reserved, the claim is being written.',
      hint: 'Wait: the claim is published in a moment.',
    };
  }
  if (state === 'Expired') {
    return {
      reason: 'Expired',
      message: 'The claim has not reached its cluster in time.',
      hint: pullRequestUrl
        ? 'You: have the pull request merged, or close it and withdraw the request.'
        : 'Platform team: see why the cluster does not receive claims from Git.',
    };
  }
  return pullRequestUrl
    ? {
        reason: 'WaitingForMerge',
        message: 'The claim waits in a pull request.',
        hint: 'You: have the pull request reviewed and merged.',
      }
    : {
        reason: 'WaitingForCluster',
        message: 'The claim is committed and has not reached its cluster yet.',
        hint: 'Wait: the cluster takes it from Git by itself.',
      };
}

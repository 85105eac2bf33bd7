import { Link } from '@backstage/core-components';
import type {
  EnvironmentRequest,
  Health,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { requestLink } from '../../lib/environmentFacts';
import { Notice } from '../Notice';
import { TimeAgo } from '../TimeAgo';

export interface RequestStatusProps {
  request: EnvironmentRequest;
  health: Health;
}

/** What has become of the request for an environment that no cluster has yet. */
export function RequestStatus({ request, health }: RequestStatusProps) {
  const link = requestLink(request);
  const expired = request.state === 'Expired';
  return (
    <Notice
      tone={expired ? 'bad' : 'waiting'}
      title={expired ? 'The request has expired' : 'On its way'}
    >
      {health.cause && <div>{health.cause.message}</div>}
      {link && <Link to={link.url}>{link.title}</Link>}
      <div>
        Asked for <TimeAgo time={request.createdAt} />;{' '}
        {expired ? 'it expired' : 'it expires'}{' '}
        <TimeAgo time={request.expiresAt} />.
      </div>
      {health.hint && <strong>{health.hint}</strong>}
    </Notice>
  );
}

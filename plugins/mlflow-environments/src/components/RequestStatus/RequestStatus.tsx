import { Link } from '@backstage/core-components';
import type { EnvironmentRequest } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { requestProgress } from '../../lib/environmentFacts';
import { Notice } from '../Notice';
import { TimeAgo } from '../TimeAgo';

export interface RequestStatusProps {
  request: EnvironmentRequest;
}

/** What has become of the request for an environment that no cluster has yet. */
export function RequestStatus({ request }: RequestStatusProps) {
  const { sentence, link } = requestProgress(request);
  const expired = request.state === 'Expired';
  return (
    <Notice
      tone={expired ? 'bad' : 'waiting'}
      title={expired ? 'The request has expired' : 'On its way'}
    >
      <div>{sentence}</div>
      {link && <Link to={link.url}>{link.title}</Link>}
      <div>
        Asked for <TimeAgo time={request.createdAt} />;{' '}
        {expired ? 'it expired' : 'it expires'}{' '}
        <TimeAgo time={request.expiresAt} />.
      </div>
    </Notice>
  );
}

import { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { ClusterResponseError, ClusterUnreachableError } from '../clusters';
import { withoutDetail } from '../lib/withoutDetail';

/**
 * Reads from a cluster on somebody's behalf. When that fails, they are told what they can do something with, and the log has why.
 *
 * @throws NotFoundError for what the cluster doesn't have, ServiceUnavailableError for whatever else keeps it from answering
 */
export async function readForPeople<T>(
  read: () => Promise<T>,
  logger: LoggerService,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const isAnswer = error instanceof ClusterResponseError;
    if (!isAnswer && !(error instanceof ClusterUnreachableError)) {
      throw error;
    }
    if (isAnswer && error.status === 404) {
      throw new NotFoundError('The cluster does not have this any more');
    }
    logger.warn('Could not read on demand', error);
    throw new ServiceUnavailableError(withoutDetail(error.message));
  }
}

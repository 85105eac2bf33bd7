import type { ClusterClient, ClusterRequest } from './ClusterClient';
import { ClusterResponseError, ClusterUnreachableError } from './errors';

/**
 * Sends a request and reads its JSON answer.
 *
 * @throws ClusterResponseError when the answer isn't success, ClusterUnreachableError when there is none or it breaks off
 */
export async function readClusterJson(
  client: ClusterClient,
  path: string,
  options: ClusterRequest = {},
): Promise<unknown> {
  const response = await client.request(path, options);
  if (response.statusCode < 200 || response.statusCode > 299) {
    throw await ClusterResponseError.fromResponse(
      client.cluster,
      path,
      response,
    );
  }
  try {
    return await response.body.json();
  } catch (error) {
    options.signal?.throwIfAborted();
    throw new ClusterUnreachableError(
      client.cluster,
      `gave a broken answer to ${path}`,
      error,
    );
  }
}

import { NotFoundError } from '@backstage/errors';
import { ClusterClient } from './clusters';

/** The clusters that can be spoken to right now, by the names that the configuration gives them. */
export interface ClusterClients {
  client(cluster: string): ClusterClient | undefined;
}

/** Throws a NotFoundError for a cluster that isn't configured or can't be spoken to without a user. */
export function requireClient(
  clusters: ClusterClients,
  cluster: string,
): ClusterClient {
  const client = clusters.client(cluster);
  if (!client) {
    throw new NotFoundError(
      `Cluster ${cluster} is not among those that can be read`,
    );
  }
  return client;
}

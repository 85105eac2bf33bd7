export type { ClusterClient, ClusterRequest } from './ClusterClient';
export {
  ClusterLocator,
  type LocatedCluster,
  type LocatedClusters,
} from './ClusterLocator';
export { ClusterResponseError, ClusterUnreachableError } from './errors';
export { HttpClusterClient } from './HttpClusterClient';
export { readClusterJson } from './readClusterJson';

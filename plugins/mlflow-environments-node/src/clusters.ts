import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type {
  AuthenticationStrategy,
  KubernetesClustersSupplier,
} from '@backstage/plugin-kubernetes-node';

/**
 * Lists clusters to watch, beside those of `kubernetes.clusterLocatorMethods`.
 *
 * It has the shape of the kubernetes plugin's supplier, so one that is registered there can be registered here too.
 * `getClusters` is called at start and every few minutes, with the plugin's own credentials: there is no user. A
 * cluster that is no longer returned is no longer watched; when the call fails, the clusters known so far are kept.
 *
 * @public
 */
export type MlflowEnvironmentsClusterSupplier = KubernetesClustersSupplier;

/**
 * Gets credentials for clusters of one auth provider.
 *
 * `getCredential` is called with an empty request auth, because nobody is signed in when a watch reconnects at night.
 * It is called again after at most five minutes, before a token that is a JWT expires, and when the cluster answers
 * 401. It should cache what is costly to get.
 *
 * @public
 */
export type MlflowEnvironmentsAuthStrategy = Pick<
  AuthenticationStrategy,
  'getCredential'
>;

/**
 * What modules can add to the clusters that the MLflow environments backend watches.
 *
 * @public
 */
export interface MlflowEnvironmentsClustersExtensionPoint {
  /** Adds clusters. They come after the configured ones, in the order of registration. */
  addClusterSupplier(supplier: MlflowEnvironmentsClusterSupplier): void;

  /**
   * Handles clusters whose `authProvider` is the given name, taking precedence over the built-in handling.
   * Throws if the name was registered before.
   */
  addAuthStrategy(
    authProvider: string,
    strategy: MlflowEnvironmentsAuthStrategy,
  ): void;
}

/**
 * Adds clusters, and ways to sign in to clusters, that the kubernetes configuration alone doesn't cover: GKE projects,
 * a cluster inventory, or an auth provider that would otherwise need a user.
 *
 * @public
 */
export const mlflowEnvironmentsClustersExtensionPoint =
  createExtensionPoint<MlflowEnvironmentsClustersExtensionPoint>({
    id: 'mlflow-environments.clusters',
  });

import { createApiRef } from '@backstage/core-plugin-api';
import type {
  ClusterStatus,
  EnvironmentDetail,
  EnvironmentEvent,
  EnvironmentList,
  EnvironmentManifest,
  EnvironmentRef,
  HealthTransition,
  ListEnvironments,
  NameCheck,
  Preview,
  PreviewRequest,
  Target,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';

/**
 * Filters, order and page of a list of environments. Everything left out means "all", in name order,
 * the first page.
 *
 * @public
 */
export type EnvironmentsQuery = ListEnvironments['query'];

/**
 * What the interface needs of the mlflow-environments backend. Every method rejects with a
 * `ResponseError` when the backend refuses; 404 stands both for an environment that doesn't exist
 * and for one the caller may not read.
 *
 * @public
 */
export interface MlflowEnvironmentsApi {
  listEnvironments(query: EnvironmentsQuery): Promise<EnvironmentList>;

  getEnvironment(ref: EnvironmentRef): Promise<EnvironmentDetail>;

  /** Kubernetes events of the environment and its resources, newest first. */
  listEvents(ref: EnvironmentRef): Promise<EnvironmentEvent[]>;

  /** Health transitions, newest first. */
  listHistory(ref: EnvironmentRef): Promise<HealthTransition[]>;

  /**
   * Redacted YAML of one resource, named by its composition resource name, or of the composite
   * resource itself, named `environment`.
   */
  getManifest(
    ref: EnvironmentRef,
    resource: string,
  ): Promise<EnvironmentManifest>;

  /** Whether an environmentID can still be taken in the fleet. */
  checkName(environmentID: string): Promise<NameCheck>;

  /** What a claim would create and cost. Stores nothing. */
  createPreview(request: PreviewRequest): Promise<Preview>;

  /** Where claims can go, the default target first. */
  listTargets(): Promise<Target[]>;

  /** How well each cluster is known, in the order of the configuration. */
  listClusters(): Promise<ClusterStatus[]>;
}

/**
 * Reference to the client of the mlflow-environments backend.
 *
 * @public
 */
export const mlflowEnvironmentsApiRef = createApiRef<MlflowEnvironmentsApi>({
  id: 'plugin.mlflow-environments.api',
});

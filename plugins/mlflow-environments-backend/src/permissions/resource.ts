import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_MLFLOW_ENVIRONMENT } from '@mlops-platform/backstage-plugin-mlflow-environments-common';

/**
 * What the permission rules decide on.
 *
 * @public
 */
export interface EnvironmentFacts {
  cluster: string;
  namespace: string;
  /** dev, staging or prod. */
  stage: string;
  /** Full entity ref. */
  owner: string;
}

/**
 * A condition that a list of environments can be filtered by: the fact must be one of the values.
 *
 * @public
 */
export interface EnvironmentCondition {
  fact: keyof EnvironmentFacts;
  values: string[];
}

/**
 * The resource that policies decide on. Resource refs read `<cluster>/<namespace>/<name>`.
 *
 * @public
 */
export const environmentPermissionResourceRef = createPermissionResourceRef<
  EnvironmentFacts,
  EnvironmentCondition
>().with({
  pluginId: 'mlflow-environments',
  resourceType: RESOURCE_TYPE_MLFLOW_ENVIRONMENT,
});

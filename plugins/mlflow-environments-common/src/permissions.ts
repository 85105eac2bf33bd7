import {
  BasicPermission,
  createPermission,
  Permission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';

/**
 * The resource type of an environment. A resource ref of this type is `<cluster>/<namespace>/<name>`.
 *
 * @public
 */
export const RESOURCE_TYPE_MLFLOW_ENVIRONMENT = 'mlflow-environment';

/**
 * May ask for a new environment. Which namespaces somebody may ask for is a matter of the targets and the claims' repository.
 *
 * @public
 */
export const environmentCreatePermission: BasicPermission = createPermission({
  name: 'mlflow-environments.environment.create',
  attributes: { action: 'create' },
});

/**
 * May see an environment: its health, resources, events and history.
 *
 * @public
 */
export const environmentReadPermission: ResourcePermission<
  typeof RESOURCE_TYPE_MLFLOW_ENVIRONMENT
> = createPermission({
  name: 'mlflow-environments.environment.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_MLFLOW_ENVIRONMENT,
});

/**
 * May change an environment's claim.
 *
 * @public
 */
export const environmentUpdatePermission: ResourcePermission<
  typeof RESOURCE_TYPE_MLFLOW_ENVIRONMENT
> = createPermission({
  name: 'mlflow-environments.environment.update',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MLFLOW_ENVIRONMENT,
});

/**
 * May decommission an environment: remove its claim.
 *
 * @public
 */
export const environmentDeletePermission: ResourcePermission<
  typeof RESOURCE_TYPE_MLFLOW_ENVIRONMENT
> = createPermission({
  name: 'mlflow-environments.environment.delete',
  attributes: { action: 'delete' },
  resourceType: RESOURCE_TYPE_MLFLOW_ENVIRONMENT,
});

/**
 * May list what deleted environments left behind and settle what happens to it.
 *
 * @public
 */
export const retainedResourceReviewPermission: BasicPermission =
  createPermission({
    name: 'mlflow-environments.retained-resource.review',
    attributes: { action: 'update' },
  });

/**
 * May see why a cluster can't be read, and which kinds of how many objects are read of it. Such messages name hosts, accounts and
 * paths of the platform.
 *
 * @public
 */
export const statusReadPermission: BasicPermission = createPermission({
  name: 'mlflow-environments.status.read',
  attributes: { action: 'read' },
});

/**
 * Every permission of the plugin.
 *
 * @public
 */
export const mlflowEnvironmentsPermissions: Permission[] = [
  environmentCreatePermission,
  environmentReadPermission,
  environmentUpdatePermission,
  environmentDeletePermission,
  retainedResourceReviewPermission,
  statusReadPermission,
];

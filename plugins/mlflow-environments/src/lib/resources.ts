import type { EnvironmentResource } from '@mlops-platform/backstage-plugin-mlflow-environments-common';

type Identity = Pick<
  EnvironmentResource,
  'apiVersion' | 'kind' | 'namespace' | 'name' | 'compositionResourceName'
>;

/** What a reader knows the resource by: its name in the composition, else its own. */
export function resourceTitle(
  resource: Pick<Identity, 'name' | 'compositionResourceName'>,
): string {
  return resource.compositionResourceName ?? resource.name;
}

/** Tells the resources of one environment apart. */
export function resourceKey(resource: Identity): string {
  const { apiVersion, kind, namespace = '', name } = resource;
  return [apiVersion, kind, namespace, name].join('/');
}

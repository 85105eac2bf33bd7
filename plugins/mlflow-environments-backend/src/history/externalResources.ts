import { ExternalResource } from '../database/ExternalResourcesStore';
import { ProjectedObject } from '../store';

const COMPOSITION_RESOURCE_NAME = 'crossplane.io/composition-resource-name';
const EXTERNAL_NAME = 'crossplane.io/external-name';

/** The composed resources that something outside of the cluster stands for. */
export function externalResourcesOf(
  resources: ProjectedObject[],
): ExternalResource[] {
  return inOrder(
    resources.flatMap(resource => {
      const { annotations = {}, name } = resource.metadata;
      const externalName = annotations[EXTERNAL_NAME];
      return externalName
        ? [
            {
              resource: annotations[COMPOSITION_RESOURCE_NAME] ?? name,
              apiVersion: resource.apiVersion,
              kind: resource.kind,
              name,
              externalName,
              retained: isRetained(resource),
            },
          ]
        : [];
    }),
  );
}

/** By composition resource name, so that what is the same compares as the same. Databases order text each in their own way. */
export function inOrder(resources: ExternalResource[]): ExternalResource[] {
  return [...resources].sort((a, b) => (a.resource < b.resource ? -1 : 1));
}

/** Crossplane v2 says so by the management policies, v1 by the deletion policy. */
function isRetained({ spec }: ProjectedObject): boolean {
  const policies = spec?.managementPolicies;
  const mayDelete =
    !Array.isArray(policies) ||
    policies.includes('*') ||
    policies.includes('Delete');
  return !mayDelete || spec?.deletionPolicy === 'Orphan';
}

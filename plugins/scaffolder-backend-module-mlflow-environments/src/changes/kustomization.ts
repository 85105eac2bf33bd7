import {
  addKustomizationResource,
  kustomizationResources,
  removeKustomizationResource,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';

/** Makes the same difference to `theirs` that lies between `base` and `ours`, as far as resources are concerned. */
export function mergeKustomization(
  base: string,
  ours: string,
  theirs: string,
): string {
  const before = resourcesOf(base);
  const after = resourcesOf(ours);
  const added = after.filter(resource => !before.includes(resource));
  const removed = before.filter(resource => !after.includes(resource));
  return removed.reduce(
    removeKustomizationResource,
    added.reduce(addKustomizationResource, theirs),
  );
}

function resourcesOf(text: string): string[] {
  return kustomizationResources(text).map(({ entry }) => entry);
}

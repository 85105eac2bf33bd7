import {
  addKustomizationResource,
  removeKustomizationResource,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { posix } from 'node:path';
import { parse } from 'yaml';

/** The names Kustomize looks for, in its order. */
export const KUSTOMIZATION_NAMES = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
];

/** Whether a file is a list of resources that two changes can both add to. */
export function isKustomization(path: string): boolean {
  return KUSTOMIZATION_NAMES.includes(posix.basename(path));
}

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
  const resources: unknown = parse(text)?.resources;
  return Array.isArray(resources)
    ? resources.filter(resource => typeof resource === 'string')
    : [];
}

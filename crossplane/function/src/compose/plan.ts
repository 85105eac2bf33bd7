import { readEnvironment } from '../environment';
import { KubernetesObject } from '../kubernetes';
import { PlatformSettings } from '../settings';
import { CompositionResourceName } from './names';
import { partGroups } from './parts';

/**
 * A resource that an environment will consist of.
 *
 * @public
 */
export interface PlannedResource {
  /** Name within the composition. */
  name: CompositionResourceName;
  apiVersion: string;
  kind: string;
  /** Name of the Kubernetes object, in the namespace of the claim. */
  objectName: string;
  /** What must be ready before this one can be, as names within the composition. */
  waitsFor: CompositionResourceName[];
  /** Name of the external resource, where it is known beforehand. */
  externalName?: string;
  /** Whether the external resource stays when the claim goes. */
  retained: boolean;
}

/**
 * Everything that will exist in the end for a claim, in plan order, before anything does.
 *
 * @param claim - an MLflowEnvironment with name and namespace; defaults need not be filled in
 * @throws InvalidInputError if the claim can't be composed with these settings
 * @public
 */
export function plan(
  claim: KubernetesObject,
  settings: PlatformSettings,
): PlannedResource[] {
  const environment = readEnvironment(claim, settings);
  const orphans = environment.parameters.deletionPolicy === 'Orphan';
  return partGroups(environment, {}, {})
    .flatMap(group => group.parts)
    .map(({ name, identity, waitsFor, externalName, holdsData }) => ({
      name,
      apiVersion: identity.apiVersion,
      kind: identity.kind,
      objectName: identity.name,
      waitsFor,
      ...(externalName && { externalName }),
      retained: holdsData && orphans,
    }));
}

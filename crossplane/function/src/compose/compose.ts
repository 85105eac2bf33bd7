import { readEnvironment } from '../environment';
import { KubernetesObject, Observed, withoutUndefined } from '../kubernetes';
import { PlatformSettings } from '../settings';
import { conditionsOf, EnvironmentCondition } from './conditions';
import { CompositionResourceName } from './names';
import { isReady } from './observation';
import { partGroups } from './parts';
import { EnvironmentStatus, remembered, statusOf } from './status';

/**
 * A composed resource as it should be.
 *
 * @public
 */
export interface ComposedResource {
  /** Name within the composition. */
  name: CompositionResourceName;
  object: KubernetesObject;
  /** Whether it exists and is ready. */
  ready: boolean;
}

/**
 * What an environment should look like, given what exists of it.
 *
 * @public
 */
export interface Composed {
  /** In plan order. */
  resources: ComposedResource[];
  /** What is still behind a gate, as names within the composition. */
  waiting: CompositionResourceName[];
  status: EnvironmentStatus;
  conditions: EnvironmentCondition[];
}

/**
 * Composes an environment. Pure: the same input gives a deep-equal output.
 *
 * @param xr - the composite resource as observed, an MLflowEnvironment
 * @param observed - its composed resources as observed
 * @throws InvalidInputError if it can't be composed; nothing must be changed then
 * @public
 */
export function compose(
  xr: KubernetesObject,
  observed: Observed,
  settings: PlatformSettings,
): Composed {
  const environment = readEnvironment(xr, settings);
  const groups = partGroups(environment, observed, remembered(xr));
  const parts = groups.flatMap(group => group.parts);
  return withoutUndefined({
    resources: parts.flatMap(({ name, desired }) =>
      desired
        ? [
            {
              name,
              object: desired,
              ready:
                observed[name] !== undefined && isReady(observed[name].object),
            },
          ]
        : [],
    ),
    waiting: parts.filter(part => !part.desired).map(({ name }) => name),
    status: statusOf(environment, xr, observed),
    conditions: conditionsOf(groups, observed),
  });
}

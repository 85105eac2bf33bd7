import { InputError } from '@backstage/errors';
import { ClaimTarget } from './ClaimTarget';

/**
 * The target that a step means, once it is clear that claims for the namespace may go there.
 *
 * @param name - may be left out where there is only one target
 * @throws InputError that says what can be named
 */
export function selectTarget(
  targets: ClaimTarget[],
  options: { name?: string; namespace: string },
): ClaimTarget {
  const target = options.name
    ? findTarget(targets, options.name)
    : onlyTarget(targets);
  if (!target.namespaces.includes(options.namespace)) {
    throw new InputError(
      `The namespace ${JSON.stringify(
        options.namespace,
      )} is not one of the target ${target.name}: choose ${list(
        target.namespaces,
      )}`,
    );
  }
  return target;
}

function findTarget(targets: ClaimTarget[], name: string): ClaimTarget {
  const target = targets.find(candidate => candidate.name === name);
  if (!target) {
    throw new InputError(
      `There is no target ${JSON.stringify(name)}: choose ${list(
        targets.map(candidate => candidate.name),
      )}`,
    );
  }
  return target;
}

function onlyTarget(targets: ClaimTarget[]): ClaimTarget {
  if (targets.length === 0) {
    throw new InputError(
      'No target is configured: a platform engineer has to name one in mlflowEnvironments.targets',
    );
  }
  if (targets.length > 1) {
    throw new InputError(
      `There are several targets, name one: ${list(
        targets.map(target => target.name),
      )}`,
    );
  }
  return targets[0];
}

function list(names: string[]): string {
  return names.length > 0 ? names.join(' or ') : 'none, there is none yet';
}

import { Observed } from '../kubernetes';
import { failureOf } from './failures';
import { isReady } from './observation';
import { Part } from './part';
import { PartGroup } from './parts';

/**
 * A condition the function sets on the environment.
 *
 * @public
 */
export interface EnvironmentCondition {
  type: PartGroup['condition'] | 'ResourcesHealthy';
  status: 'True' | 'False';
  /** PascalCase, never empty. */
  reason: string;
  message: string;
}

/** One condition for every group of parts, and one that names what fails, for those who look with kubectl or Argo CD. */
export function conditionsOf(
  groups: PartGroup[],
  observed: Observed,
): EnvironmentCondition[] {
  return [
    ...groups.map(group => groupCondition(group, observed)),
    healthCondition(
      groups.flatMap(group => group.parts),
      observed,
    ),
  ];
}

function groupCondition(
  { condition: type, title, parts }: PartGroup,
  observed: Observed,
): EnvironmentCondition {
  const unready = parts.filter(
    ({ name }) => !observed[name] || !isReady(observed[name].object),
  );
  if (unready.length === 0) {
    return {
      type,
      status: 'True',
      reason: 'Available',
      message: `${title} is ready.`,
    };
  }
  const failure = firstFailure(unready, observed);
  if (failure) {
    return { ...failure, type, status: 'False' };
  }
  return {
    type,
    status: 'False',
    reason: 'Creating',
    message: `${title} waits for ${enumerate(
      unready.map(({ name }) => name),
    )}.`,
  };
}

function healthCondition(
  parts: Part[],
  observed: Observed,
): EnvironmentCondition {
  const type = 'ResourcesHealthy';
  const failure = firstFailure(parts, observed);
  return failure
    ? { ...failure, type, status: 'False' }
    : {
        type,
        status: 'True',
        reason: 'NoFailures',
        message: 'No composed resource is failing.',
      };
}

/** The first failure in plan order: what comes later often only suffers from it. */
function firstFailure(
  parts: Part[],
  observed: Observed,
): Pick<EnvironmentCondition, 'reason' | 'message'> | undefined {
  for (const { name, identity } of parts) {
    const failure = observed[name] && failureOf(observed[name].object);
    if (failure) {
      const subject = `${identity.kind} ${identity.name} (${name}) is failing`;
      return {
        reason: failure.reason,
        message: failure.message
          ? `${subject}: ${failure.message}.`
          : `${subject}.`,
      };
    }
  }
  return undefined;
}

/** "a", "a and b", "a, b and c". */
function enumerate(words: string[]): string {
  const last = words.slice(-1);
  const others = words.slice(0, -1);
  return others.length ? `${others.join(', ')} and ${last}` : `${last}`;
}

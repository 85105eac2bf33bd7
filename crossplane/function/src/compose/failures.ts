import { conditionOf, KubernetesObject } from '../kubernetes';
import { isManaged } from './observation';

/** Why a composed resource is failing. */
export interface Failure {
  /** Reason of the condition that says so. */
  reason: string;
  message: string;
}

const LONGEST_MESSAGE = 300;

/** Conditions that mean a failure when they are False, in order of how directly they name the cause. */
const MANAGED_CONDITIONS = ['Synced', 'LastAsyncOperation'];
const DEPLOYMENT_CONDITIONS = ['Progressing'];

/**
 * Why the resource is failing, if it is; being slow is no failure, and neither is waiting for a resource it refers to,
 * being paused or being deleted.
 */
export function failureOf(object: KubernetesObject): Failure | undefined {
  if (object.metadata.deletionTimestamp) return undefined;
  if (object.kind === 'Deployment') {
    return (
      falseCondition(object, DEPLOYMENT_CONDITIONS) ?? replicaFailure(object)
    );
  }
  return isManaged(object)
    ? falseCondition(object, MANAGED_CONDITIONS)
    : undefined;
}

function falseCondition(
  object: KubernetesObject,
  types: string[],
): Failure | undefined {
  for (const type of types) {
    const condition = conditionOf(object, type);
    if (condition?.status !== 'False') continue;
    const { reason, message } = condition;
    if (reason === 'ReconcilePaused') continue;
    if (/cannot resolve references/.test(message)) continue;
    return { reason: reason || `${type}False`, message: readable(message) };
  }
  return undefined;
}

function replicaFailure(object: KubernetesObject): Failure | undefined {
  const condition = conditionOf(object, 'ReplicaFailure');
  return condition?.status === 'True'
    ? {
        reason: condition.reason || 'ReplicaFailure',
        message: readable(condition.message),
      }
    : undefined;
}

/** A provider's message on one line, without the wrapping that says only where in the provider it happened. */
export function readable(message: string): string {
  const line = message
    .replace(/\s+/g, ' ')
    .trim()
    .replace(
      /^((async )?(create|update|delete|observe) failed: |cannot (create|update|observe) external resource: |failed to (create|update|observe) the resource: )+/,
      '',
    );
  const short =
    line.length > LONGEST_MESSAGE
      ? `${line.slice(0, LONGEST_MESSAGE).replace(/\s+\S*$/, '')} ...`
      : line;
  return short.replace(/\.$/, '');
}

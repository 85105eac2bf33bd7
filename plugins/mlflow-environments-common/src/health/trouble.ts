import { Condition } from '../schema/openapi';
import { conditionOf } from './observe';
import { ObservedObject } from './types';

/*
 * Which errors are failures. Crossplane and its providers retry everything, so the words decide, not the time that has passed:
 * some errors go away by themselves, some only with somebody's help.
 */

/** Another resource isn't far enough yet (crossplane-runtime, pkg/reference). */
const WAITS_FOR_REFERENCE =
  /cannot resolve references|referenced field was empty|cannot get referenced resource/i;

const REFERENCE_MISSING = /cannot get referenced resource: .* not found/i;

/** Two writers met, or a server asks for patience. */
const PASSING = [
  /the object has been modified|please apply your changes to the latest version/i,
  /throttl|rate exceeded|too many requests|HTTP 429|StatusCode: 429|RequestLimitExceeded|client rate limiter/i,
  /HTTP 50[0234]|StatusCode: 50[0234]|ServiceUnavailable|InternalFailure|etcdserver: /i,
  /connection reset by peer|TLS handshake timeout|i\/o timeout|unexpected EOF/i,
  /OperationAborted|ConcurrentModification|conflicting conditional operation/i,
];

/** Crossplane waits two minutes for a function before it says so, whatever the network said meanwhile. */
const FUNCTION_AWAY = /cannot run Function "[^"]*": rpc error/i;

export function waitsForReference(condition: Condition): boolean {
  return WAITS_FOR_REFERENCE.test(condition.message ?? '');
}

/** Whether what it waits for doesn't exist, rather than not being far enough yet. */
export function waitsForMissing(message = ''): boolean {
  return REFERENCE_MISSING.test(message);
}

export function isPassing(condition: Condition): boolean {
  const { message = '' } = condition;
  return (
    !FUNCTION_AWAY.test(message) &&
    PASSING.some(pattern => pattern.test(message))
  );
}

/** Paused, by the annotation or, while Crossplane hasn't noticed that it went, by the condition. */
export function isPaused(object: ObservedObject): boolean {
  return (
    object.paused || conditionOf(object, 'Synced')?.reason === 'ReconcilePaused'
  );
}

/** The condition that says its controller could not do what the spec asks. */
export function syncError(
  object: ObservedObject | undefined,
): Condition | undefined {
  const synced = conditionOf(object, 'Synced');
  if (synced?.status === 'False' && synced.reason !== 'ReconcilePaused') {
    return synced;
  }
  // upjet runs slow operations in the background and reports them apart
  const operation = conditionOf(object, 'LastAsyncOperation');
  return operation?.status === 'False' ? operation : undefined;
}

/** Whether a condition was written for an older spec. Without `observedGeneration` nobody knows, so it counts as current. */
export function isOutdated(
  object: ObservedObject,
  condition: Condition,
): boolean {
  return (
    object.generation !== undefined &&
    condition.observedGeneration !== undefined &&
    condition.observedGeneration < object.generation
  );
}

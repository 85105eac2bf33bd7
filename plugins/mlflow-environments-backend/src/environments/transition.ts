import { EnvironmentDetail } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { HealthState, ObservedTransition } from '../database/TransitionsStore';
import { EnvironmentRecord } from '../store';

/**
 * The change of health that a record shows, compared with what was known.
 *
 * @returns undefined when there is none, and while part of the environment is still being read: what is absent then may only
 * not have been read yet
 */
export function transitionOf(
  { uid, ref, health }: EnvironmentDetail,
  record: EnvironmentRecord,
  known: HealthState | undefined,
  now: Date,
): ObservedTransition | undefined {
  if (!record.complete || record.stale || known?.status === health.status) {
    return undefined;
  }
  const { cause, status, since } = health;
  const at = dateOf(since, known, now);
  return {
    uid,
    ref,
    to: status,
    at,
    reason: cause?.reason,
    message: cause?.message,
    resource: cause?.path[cause.path.length - 1]?.compositionResourceName,
    firstReadyAt: status === 'Healthy' ? at : undefined,
  };
}

/** The cluster's own date makes replicas agree; one that contradicts the order in which things were seen is no help. */
function dateOf(
  since: string | undefined,
  known: HealthState | undefined,
  now: Date,
): string {
  const date = since === undefined ? NaN : Date.parse(since);
  if (Number.isNaN(date) || date > now.getTime()) {
    return now.toISOString();
  }
  const iso = new Date(date).toISOString();
  return known && iso < known.since ? now.toISOString() : iso;
}

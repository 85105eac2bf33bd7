import {
  assessEnvironment,
  EnvironmentDetail,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { HealthState } from '../database/TransitionsStore';
import { redactTexts } from '../lib/redactText';
import { withoutDetail } from '../lib/withoutDetail';
import { EnvironmentRecord } from '../store';

type Assessment = Pick<
  EnvironmentDetail,
  'health' | 'stale' | 'reconcileError' | 'resources' | 'conditions'
>;

/**
 * How a recorded environment is, by the health rules. Messages are quoted from whoever wrote them, so what is secret in them is
 * taken out.
 *
 * @param planOrder - composition resource names of the complete plan, in plan order
 */
export function assess(
  record: EnvironmentRecord,
  known: HealthState | undefined,
  planOrder: readonly string[],
): Assessment {
  const { reconcileError, conditions, resources, ...health } =
    assessEnvironment({
      environment: record.environment,
      composite: record.composite,
      resources: record.resources,
      missing: record.absent.map(absent => ({
        ...absent,
        message: absent.message && withoutDetail(absent.message),
      })),
      firstReadyTime: known?.firstReadyAt,
      planOrder,
    });
  return redactTexts({
    health: { ...health, since: health.since ?? sinceKnown(health, known) },
    stale: record.stale && {
      ...record.stale,
      reason: withoutDetail(record.stale.reason),
    },
    reconcileError,
    resources,
    conditions,
  });
}

/** What the cluster doesn't date, our own history does. */
function sinceKnown(
  { status }: EnvironmentDetail['health'],
  known: HealthState | undefined,
): string | undefined {
  return known?.status === status ? known.since : undefined;
}

import {
  Cause,
  EnvironmentSummary,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';

/** An environment as the actions' `summarySchema` has it. */
export function toSummary(environment: EnvironmentSummary) {
  const { ref, entityRef, owner, health, trackingUri, cost } = environment;
  return {
    ref,
    entityRef,
    owner,
    status: health.status,
    since: health.since,
    trackingUri,
    monthlyCostUsd: cost?.monthly,
  };
}

/** A cause as the actions' `causeSchema` has it. */
export function toCause(cause: Cause | undefined) {
  const culprit = cause?.path[cause.path.length - 1];
  return (
    cause && {
      resource: culprit ? `${culprit.kind} ${culprit.name}` : 'the environment',
      reason: cause.reason,
      message: cause.message,
    }
  );
}

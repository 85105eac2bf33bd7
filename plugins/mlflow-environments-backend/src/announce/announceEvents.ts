import { isDeepStrictEqual } from 'node:util';
import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { EventsService } from '@backstage/plugin-events-node';
import {
  EnvironmentEventPayload,
  EnvironmentSummary,
  EVENTS_TOPIC,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { Environments, ViewChange } from '../environments/Environments';

/** Tells other plugins, the catalog's module above all, of environments that came, went, or are no longer what they were. */
export function announceEvents(
  environments: Environments,
  events: EventsService,
  logger: LoggerService,
): void {
  environments.onChange(change => {
    const eventPayload = payloadOf(change);
    if (eventPayload) {
      events
        .publish({ topic: EVENTS_TOPIC, eventPayload })
        .catch(error =>
          logger.warn('Could not announce a change', toError(error)),
        );
    }
  });
}

function payloadOf({
  before,
  after,
}: ViewChange): EnvironmentEventPayload | undefined {
  if (after) {
    const isNews =
      !before ||
      !isDeepStrictEqual(slowFacts(before.summary), slowFacts(after.summary));
    return isNews ? { type: 'upsert', environment: after.summary } : undefined;
  }
  return before && { type: 'remove', entityRef: before.detail.entityRef };
}

/** Health changes by the minute, and whoever needs it asks the API, which knows who may. */
function slowFacts(summary: EnvironmentSummary): Partial<EnvironmentSummary> {
  const { health, version, stale, reconcileError, cost, ...slow } = summary;
  return slow;
}

import { isDeepStrictEqual } from 'node:util';
import { LoggerService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import {
  EnvironmentEventPayload,
  EnvironmentSummary,
  EVENTS_TOPIC,
  formatEnvironmentRef,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { Environments, ViewChange } from '../environments/Environments';
import { Outbox } from './Outbox';

/** Tells other plugins, the catalog's module above all, of environments that came, went, or are no longer what they were. */
export function announceEvents(
  environments: Environments,
  events: EventsService,
  logger: LoggerService,
): void {
  const outbox = new Outbox<EnvironmentEventPayload>({
    what: 'announce a change',
    logger,
    publish: eventPayload =>
      events.publish({ topic: EVENTS_TOPIC, eventPayload }),
  });
  environments.onChange(change => {
    const payload = payloadOf(change);
    if (payload) {
      outbox.put(subjectOf(change), payload);
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

function subjectOf({ ref }: ViewChange): string {
  return formatEnvironmentRef(ref);
}

/** Health changes by the minute, and whoever needs it asks the API, which knows who may. */
function slowFacts(summary: EnvironmentSummary): Partial<EnvironmentSummary> {
  const { health, version, stale, reconcileError, cost, ...slow } = summary;
  return slow;
}

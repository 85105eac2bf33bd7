import type { EnvironmentSummary } from './schema/openapi/generated/models';

/** Topic on the EventsService on which the aggregator tells of environments. @public */
export const ENVIRONMENT_EVENTS_TOPIC = 'mlflow-environments.environment';

/**
 * What happened to an environment. An upsert carries the environment as the API shows it, of which a subscriber keeps what it
 * needs; a removal is sent once an environment and all that is left of it is gone from its cluster, or its request ended.
 * @public
 */
export type EnvironmentEventPayload =
  | { type: 'upsert'; environment: EnvironmentSummary }
  | { type: 'remove'; entityRef: string };

/** Channel on the SignalsService on which browsers learn that an environment changed. @public */
export const ENVIRONMENT_SIGNALS_CHANNEL = 'mlflow-environments';

/**
 * A signal has no permission check, so it names nothing: a browser refetches what it shows.
 * @public
 */
export interface EnvironmentSignal {
  /** The environment's uid, as in the API. */
  uid: string;
  /** Grows with each change of this environment. */
  version: number;
  [key: string]: string | number;
}

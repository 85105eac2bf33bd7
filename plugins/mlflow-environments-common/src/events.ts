import { EnvironmentSummary } from './schema/openapi';

/**
 * What happened to an environment, on {@link EVENTS_TOPIC}. An upsert carries the environment as the API shows it, of which a
 * subscriber keeps what it needs; a removal is sent once an environment and all that is left of it is gone from its cluster, or
 * its request ended.
 *
 * @public
 */
export type EnvironmentEventPayload =
  | { type: 'upsert'; environment: EnvironmentSummary }
  | { type: 'remove'; entityRef: string };

/**
 * What a browser is told on {@link SIGNAL_CHANNEL}. A signal has no permission check, so it names nothing: a browser refetches
 * what it shows.
 *
 * @public
 */
export type EnvironmentSignal = {
  /** The environment's uid, as in the API. */
  uid: string;
  /** Grows with each change of this environment. */
  version: number;
};

import {
  EnvironmentRef,
  EnvironmentStatus,
  HealthTransition,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';

/** The last known health of one environment. Times are ISO 8601 UTC. */
export interface HealthState {
  uid: string;
  ref: EnvironmentRef;
  status: EnvironmentStatus;
  since: string;
  /** When it was first seen healthy, if ever. */
  firstReadyAt?: string;
  /** The status its owner was last told of. One first seen healthy is no news. */
  notifiedStatus?: EnvironmentStatus;
}

/** One change of health as a replica saw it. */
export interface ObservedTransition {
  uid: string;
  ref: EnvironmentRef;
  /** What the replica took the environment to be before; undefined when it saw it for the first time. */
  from?: EnvironmentStatus;
  to: EnvironmentStatus;
  at: string;
  reason?: string;
  message?: string;
  /** Composition resource name of the cause. */
  resource?: string;
  firstReadyAt?: string;
}

/** Health over time, kept by the environment's uid. */
export interface TransitionsStore {
  /** The last known health of every environment. */
  listStates(): Promise<HealthState[]>;

  /**
   * Notes transitions, each once, however many replicas see it. One that is older than what is known changes nothing.
   * @param transitions - those of one environment in the order in which they happened
   * @returns how many of them this call was the one to note
   */
  record(transitions: ObservedTransition[]): Promise<number>;

  /**
   * Notes that the owner is being told of a status.
   * @returns whether this call was the one that noted it: of several replicas, one tells
   */
  claimNotification(
    uid: string,
    before: EnvironmentStatus | undefined,
    status: EnvironmentStatus,
  ): Promise<boolean>;

  /** The transitions of one environment, newest first. */
  list(uid: string, limit: number): Promise<HealthTransition[]>;

  /** Forgets environments that are gone. */
  remove(uids: string[]): Promise<void>;
}

/** What the owner counts as told of when an environment is seen for the first time. */
export function initialNotification(
  status: EnvironmentStatus,
): EnvironmentStatus | undefined {
  return status === 'Healthy' ? 'Healthy' : undefined;
}

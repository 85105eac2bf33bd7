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
}

/** One change of health as a replica saw it. */
export interface ObservedTransition {
  uid: string;
  ref: EnvironmentRef;
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
   * Notes a transition, once, however many replicas see it. One that is older than what is known changes nothing.
   * @returns whether this call was the one that noted it
   */
  record(transition: ObservedTransition): Promise<boolean>;

  /** The transitions of one environment, newest first. */
  list(uid: string, limit: number): Promise<HealthTransition[]>;

  /** Forgets environments that are gone. */
  remove(uids: string[]): Promise<void>;
}

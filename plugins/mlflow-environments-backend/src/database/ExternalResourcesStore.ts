import { EnvironmentRef } from '@mlops-platform/backstage-plugin-mlflow-environments-common';

/** One thing that an environment has outside of its cluster. */
export interface ExternalResource {
  /** Composition resource name. */
  resource: string;
  apiVersion: string;
  kind: string;
  name: string;
  externalName: string;
  /** Whether it stays when the environment goes. */
  retained: boolean;
}

/** What one environment has. */
export interface OwnedResources {
  uid: string;
  ref: EnvironmentRef;
  resources: ExternalResource[];
}

/** A retained resource whose environment is gone. */
export interface LeftoverResource extends ExternalResource {
  uid: string;
  ref: EnvironmentRef;
  leftAt: string;
}

/**
 * What each environment was last known to have outside of its cluster: the only trace of a retained resource once its
 * environment is gone, because the cluster then has no object for it.
 */
export interface ExternalResourcesStore {
  /** Replaces what is known of some environments; of one that is there twice, the last counts. */
  put(owned: OwnedResources[]): Promise<void>;

  /** The environment is gone: its retained resources are left behind, the others are forgotten. */
  leave(uid: string, at: Date): Promise<void>;

  listLeftovers(): Promise<LeftoverResource[]>;

  /** Environments that are known and not gone, with what they have. */
  listOwned(): Promise<OwnedResources[]>;
}

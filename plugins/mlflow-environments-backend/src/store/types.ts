import type { JsonObject } from '@backstage/types';

/** Where an environment lives. A legacy claim's is that of the claim. */
export interface EnvironmentRef {
  cluster: string;
  namespace: string;
  name: string;
}

/** A condition as Crossplane, a provider or Kubernetes wrote it. */
export type ProjectedCondition = {
  type: string;
  status: string;
  reason?: string;
  /** Cut at 2,000 characters. */
  message?: string;
  /** RFC 3339, as written. */
  lastTransitionTime?: string;
  observedGeneration?: number;
};

/** An owner reference, reduced to what identifies the owner. */
export interface ProjectedOwner {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
}

/**
 * What is kept of a Kubernetes object. It has the object's own shape with most of it left out, so rules written
 * for it hold for a whole object too. Never holds Secret data, managedFields or a last-applied configuration.
 */
export interface ProjectedObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    /** Absent on cluster-scoped objects. */
    namespace?: string;
    uid: string;
    resourceVersion: string;
    generation?: number;
    creationTimestamp?: string;
    deletionTimestamp?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    finalizers?: string[];
    ownerReferences?: ProjectedOwner[];
  };
  spec?: JsonObject;
  status?: JsonObject & { conditions?: ProjectedCondition[] };
}

/**
 * Why something that an environment refers to has no object here:
 * - `Secret`: Secrets are never read, so whether it exists isn't known
 * - `Missing`: its kind is read, and it isn't among the objects
 * - `Unreadable`: its kind can't be read, or hasn't been yet
 */
export type AbsenceReason = 'Secret' | 'Missing' | 'Unreadable';

/** A composed resource known only from the references of its environment. */
export interface AbsentResource {
  apiVersion: string;
  kind: string;
  name: string;
  namespace?: string;
  reason: AbsenceReason;
  /** For `Unreadable`: what stands in the way, for people. */
  message?: string;
}

/** That the state shown is the last one known, since when (RFC 3339), and why. */
export interface Staleness {
  since: string;
  reason: string;
}

/** An environment with its resource tree, at one moment. Immutable: a change makes a new record. */
export interface EnvironmentRecord {
  ref: EnvironmentRef;
  /**
   * The environment's uid. When it is gone, the uid that its remaining resources name as their controller, and
   * where they name none, `<cluster>/<namespace>/<name>`.
   */
  uid: string;
  /** Grows with every change of any environment in this process. Two replicas count independently. */
  version: number;
  /** The composite resource, or the legacy claim. Undefined once only its resources remain. */
  environment?: ProjectedObject;
  /** The cluster-scoped composite behind a legacy claim; undefined on Crossplane v2. */
  composite?: ProjectedObject;
  /** Composed resources of this environment, oldest first; when it is gone, what is still there of it. */
  resources: ProjectedObject[];
  /** Resources that an earlier environment of the same name left behind. Mostly empty. */
  leftovers: ProjectedObject[];
  /** What the environment refers to and has no object for. */
  absent: AbsentResource[];
  /** Kinds (`Bucket.s3.aws.m.upbound.io`) referred to that can't be read now: objects of them may be outdated. */
  unreadableKinds: string[];
  /** False while a kind that the environment refers to is still being listed: draw no conclusion from absence. */
  complete: boolean;
  stale?: Staleness;
}

/** One environment's change since listeners last heard of it; several changes in a short time come as one. */
export interface EnvironmentChange {
  ref: EnvironmentRef;
  /** Undefined when the environment is new. */
  before?: EnvironmentRecord;
  /** Undefined when nothing of the environment remains. */
  after?: EnvironmentRecord;
}

/**
 * - `syncing`: being listed for the first time
 * - `synced`: listed, and watched since
 * - `forbidden`: the backend may not list or watch it
 * - `missing`: the cluster doesn't serve it
 * - `failing`: can't be read at the moment; objects known so far stay
 */
export type KindState =
  | 'syncing'
  | 'synced'
  | 'forbidden'
  | 'missing'
  | 'failing';

/** How one resource type of a cluster is doing. */
export interface KindStatus {
  /** `Bucket.s3.aws.m.upbound.io`, `Deployment.apps`, `Service`. */
  kind: string;
  /** Whether objects of this kind are environments (or legacy claims) themselves. */
  environments: boolean;
  state: KindState;
  /** When the state was entered, RFC 3339. */
  since: string;
  message?: string;
  objects: number;
}

/**
 * - `connecting`: nothing has been read yet; `error` says why if a try failed
 * - `syncing`: reached, first lists under way
 * - `synced`: everything that may be read was listed and is watched
 * - `stale`: was read before, can't be read now; the last known state stays
 * - `unsupported`: can't be watched at all; `error` says why
 */
export type ClusterState =
  | 'connecting'
  | 'syncing'
  | 'synced'
  | 'stale'
  | 'unsupported';

/** How the view of one cluster is doing. */
export interface ClusterStatus {
  cluster: string;
  title?: string;
  /** Whether this is the first cluster of the configuration. */
  default: boolean;
  state: ClusterState;
  /** When the state was entered, RFC 3339. For `stale`: when the cluster was last heard. */
  since: string;
  error?: string;
  /** Seconds since the kind heard longest ago was heard. Up to about a minute is normal on a quiet cluster. */
  lagSeconds?: number;
  /** Number of objects held, by kind. */
  objects: Record<string, number>;
  kinds: KindStatus[];
  /** Objects that the API sent and nobody could make sense of, since start. */
  malformedObjects: number;
}

/**
 * What absence means: an environment that isn't listed doesn't exist only if its cluster is read in full, or isn't among
 * the configured ones once all of those are known.
 */
export interface Coverage {
  /** Names of the clusters known so far, readable or not. */
  clusters: string[];
  /** Those whose environments are all known, as they are now. */
  readInFull: string[];
  /** Whether every configured cluster is among them. */
  allClusters: boolean;
}

/** Every environment of every cluster, kept in memory from what the clusters report. */
export interface EnvironmentStore {
  /** All environments, in no particular order. Don't hold the iterator across an await. */
  list(): Iterable<EnvironmentRecord>;
  get(ref: EnvironmentRef): EnvironmentRecord | undefined;
  /**
   * Calls back after changes, per environment. A listener that throws is logged and harms nobody else.
   * @returns a function that ends the subscription
   */
  onChange(listener: (change: EnvironmentChange) => void): () => void;
  /** All clusters in the order of the configuration, unsupported ones included. */
  status(): ClusterStatus[];
  coverage(): Coverage;
  /**
   * Resolves once the cluster was `synced` for the first time. Waits as well for a cluster that isn't listed yet;
   * rejects for an unsupported one.
   */
  whenSynced(cluster: string): Promise<void>;
}

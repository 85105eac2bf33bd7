import {
  Condition,
  EnvironmentResource,
  Health,
  ReconcileError,
  ResourceRef,
} from '../schema/openapi';

/**
 * A Kubernetes object, whole or projected to what the health rules read: identity, annotations, owner references, timestamps,
 * generation, `spec.forProvider` as a mark of managed resources, and status. Anything may be missing or malformed.
 *
 * @public
 */
export interface KubernetesObject {
  apiVersion?: string;
  kind?: string;
  metadata?: object;
  spec?: object;
  status?: object;
}

/**
 * A composed resource that the environment refers to and of which there is no object:
 * - `Secret`: Secrets are never read; the environment's own word is taken for them
 * - `Missing`: objects of its kind are read, and it isn't among them
 * - `Unreadable`: its kind can't be read; `message` says why
 *
 * @public
 */
export interface AbsentResource extends ResourceRef {
  /** `Secret` or `Missing`, by the kind, when left out. */
  reason?: 'Secret' | 'Missing' | 'Unreadable';
  message?: string;
  compositionResourceName?: string;
}

/**
 * Everything that is known of one environment at one moment.
 *
 * @public
 */
export interface EnvironmentObservation {
  /** The composite resource, or the legacy claim. Undefined once only its resources remain. */
  environment?: KubernetesObject;
  /** The cluster-scoped composite behind a legacy claim. */
  composite?: KubernetesObject;
  /** The composed resources, without the two above. */
  resources: readonly KubernetesObject[];
  missing?: readonly AbsentResource[];
  /** When our own history saw it Healthy first (ISO 8601), for environments whose status doesn't say. */
  firstReadyTime?: string;
  /** Composition resource names of the complete plan, in plan order. */
  planOrder?: readonly string[];
}

/**
 * What the rules make of an environment.
 *
 * @public
 */
export interface EnvironmentAssessment extends Health {
  reconcileError?: ReconcileError;
  /** The environment's own conditions, messages as written. */
  conditions: Condition[];
  /** In plan order, then by age. */
  resources: EnvironmentResource[];
}

/** An object's identity and conditions, read once so that rules needn't doubt what they are given. */
export interface ObservedObject {
  ref: ResourceRef;
  uid?: string;
  /** Who controls it, by ownerReference. */
  controller?: ResourceRef & { uid?: string };
  compositionResourceName?: string;
  externalName?: string;
  generation?: number;
  createdAt?: string;
  deletedAt?: string;
  /** Whether the annotation asks Crossplane to leave it alone. */
  paused: boolean;
  conditions: Condition[];
  spec: Record<string, unknown>;
  status: Record<string, unknown>;
}

/** What a rule says of one resource. */
export interface Verdict {
  status: EnvironmentResource['status'];
  since?: string;
  reason?: string;
  /** As written by whoever wrote it. */
  message?: string;
  /** It waits for another resource that it refers to, and fails only if there is none to wait for. */
  waitsForReference?: boolean;
  /** It is Ready, yet its latest change doesn't arrive. */
  notApplied?: boolean;
  /** It is Ready, and a change of it is under way. */
  changing?: boolean;
}

/** A resource with its verdict. */
export interface JudgedResource extends Verdict {
  ref: ResourceRef;
  compositionResourceName?: string;
  /** Undefined when there is no object. */
  object?: ObservedObject;
  /** The environment no longer asks for it, so that its going harms nobody. */
  leaving?: boolean;
}

/** Everything the environment's rules look at. */
export interface Facts {
  environment?: ObservedObject;
  /** The environment and, behind a legacy claim, its composite. */
  parents: ObservedObject[];
  /** In plan order, then by age. */
  resources: JudgedResource[];
  /** Why Crossplane can't do what the environment asks for, if it can't. */
  error?: Condition;
  /** Whether it was ready at some time, as far as anybody knows. */
  everReady: boolean;
}

import { isJsonObject } from '../lib/json';
import { kindNameOf } from './groupKind';
import { claimReference } from './references';
import type { ProjectedObject, ProjectedOwner } from './types';

const COMPOSITE_LABEL = 'crossplane.io/composite';
const CLAIM_NAME_LABEL = 'crossplane.io/claim-name';
const CLAIM_NAMESPACE_LABEL = 'crossplane.io/claim-namespace';
/** Label of the Kubernetes objects, and tag of the external resources, that make up an MLflow environment. */
const ENVIRONMENT_MARK = 'mlflow-environment';

/** What an object is to its environment. */
export type Role = 'environment' | 'composite' | 'resource';

/** The environment that an object belongs to, or what must be known first to tell. */
export type Home =
  | { role: Role; environment: string }
  | { waitsForOwner: string }
  | { waitsForEnvironment: string }
  | undefined;

/** What is known of the other objects of the cluster. */
export interface Neighbourhood {
  /** Names of the kinds whose objects are environments or legacy claims. */
  isEnvironmentKind(kind: string): boolean;
  /** Names of the kinds of the cluster-scoped composites behind legacy claims. */
  isCompositeKind(kind: string): boolean;
  /** The environment of another object, by uid. */
  environmentOfObject(uid: string): string | undefined;
  environmentExists(environment: string): boolean;
}

/** Keys an environment within its cluster. */
export function environmentKey(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

export function controllerOf(
  object: ProjectedObject,
): ProjectedOwner | undefined {
  return object.metadata.ownerReferences?.find(({ controller }) => controller);
}

/**
 * Finds the environment that an object belongs to: by its controller first, by labels second. Crossplane takes the
 * label off what it drops from a composition, while the controller reference stays until the object is gone.
 */
export function homeOf(
  object: ProjectedObject,
  neighbourhood: Neighbourhood,
): Home {
  const { namespace, name } = object.metadata;
  const kind = kindNameOf(object);
  if (neighbourhood.isEnvironmentKind(kind)) {
    return namespace
      ? { role: 'environment', environment: environmentKey(namespace, name) }
      : undefined;
  }
  if (neighbourhood.isCompositeKind(kind)) {
    const claim = claimReference(object);
    return claim?.namespace
      ? {
          role: 'composite',
          environment: environmentKey(claim.namespace, claim.name),
        }
      : undefined;
  }
  const controller = controllerOf(object);
  return controller
    ? homeByController(object, controller, neighbourhood)
    : homeByLabel(object, neighbourhood);
}

/**
 * The controller's kind and name are enough for an environment's own children, so that they are found when they arrive
 * before it, and when they outlive it.
 */
function homeByController(
  object: ProjectedObject,
  controller: ProjectedOwner,
  neighbourhood: Neighbourhood,
): Home {
  const { namespace } = object.metadata;
  const controllerKind = kindNameOf(controller);
  if (neighbourhood.isEnvironmentKind(controllerKind) && namespace) {
    return {
      role: 'resource',
      environment: environmentKey(namespace, controller.name),
    };
  }
  const claim = neighbourhood.isCompositeKind(controllerKind)
    ? claimByLabel(object)
    : undefined;
  const environment =
    claim ?? neighbourhood.environmentOfObject(controller.uid);
  return environment
    ? { role: 'resource', environment }
    : { waitsForOwner: controller.uid };
}

/**
 * Other composites' resources carry the same label, so it takes an environment of that name, or our own mark on the
 * object. What `kubectl delete --cascade=orphan` leaves behind has no controller and is found this way.
 */
function homeByLabel(
  object: ProjectedObject,
  neighbourhood: Neighbourhood,
): Home {
  const composite = object.metadata.labels?.[COMPOSITE_LABEL];
  if (!composite) {
    return undefined;
  }
  const { namespace } = object.metadata;
  const environment =
    claimByLabel(object) ??
    (namespace ? environmentKey(namespace, composite) : undefined);
  if (!environment) {
    return undefined;
  }
  return isMarked(object) || neighbourhood.environmentExists(environment)
    ? { role: 'resource', environment }
    : { waitsForEnvironment: environment };
}

function claimByLabel(object: ProjectedObject): string | undefined {
  const name = object.metadata.labels?.[CLAIM_NAME_LABEL];
  const namespace = object.metadata.labels?.[CLAIM_NAMESPACE_LABEL];
  return name && namespace ? environmentKey(namespace, name) : undefined;
}

function isMarked(object: ProjectedObject): boolean {
  const forProvider = object.spec?.forProvider;
  const tags = isJsonObject(forProvider) ? forProvider.tags : undefined;
  return (
    object.metadata.labels?.[ENVIRONMENT_MARK] !== undefined ||
    (isJsonObject(tags) && ENVIRONMENT_MARK in tags)
  );
}

import { JsonObject } from '../json';

/** The group, version and kind of an object, as in its `apiVersion` and `kind`. */
export interface ObjectType {
  apiVersion: string;
  kind: string;
}

/** What names one object. `namespace` is absent for cluster-scoped kinds. */
export interface ObjectRef extends ObjectType {
  name: string;
  namespace?: string;
}

export interface OwnerReference extends ObjectType {
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

export interface ObjectMeta {
  name?: string;
  generateName?: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  finalizers?: string[];
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
}

/** Any Kubernetes object, as its JSON says it. */
export interface KubeObject extends ObjectType {
  metadata: ObjectMeta;
  spec?: JsonObject;
  status?: JsonObject;
  [member: string]: unknown;
}

/** The reference that names an object. Throws where the object has no name yet. */
export function refOf(object: KubeObject): ObjectRef {
  const { apiVersion, kind, metadata } = object;
  if (!metadata.name) {
    throw new Error(`A ${kind} without a name cannot be referred to`);
  }
  return {
    apiVersion,
    kind,
    name: metadata.name,
    namespace: metadata.namespace,
  };
}

/** `namespace/name`, or the name alone for cluster-scoped objects. */
export function keyOf(ref: { namespace?: string; name?: string }): string {
  return ref.namespace ? `${ref.namespace}/${ref.name}` : `${ref.name}`;
}

/** The owner that controls the object, if any. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find(owner => owner.controller);
}

/** An owner reference that makes `owner` the controller. */
export function controllerReference(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name ?? '',
    uid: owner.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** The API group of an `apiVersion`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
}

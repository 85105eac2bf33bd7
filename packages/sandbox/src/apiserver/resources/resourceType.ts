import type { FieldError } from '../model/fieldErrors';
import type { JsonObject, KubeObject } from '../model/objects';
import type { Schema } from '../schema/schema';

/** A submitted object without the fields that its kind does not have. */
export interface PrunedObject {
  object: KubeObject;
  unknownFields: string[];
}

/** What one kind does with its objects, beyond what all kinds do. */
export interface ObjectRules {
  /** Drops unknown fields. */
  prune(object: KubeObject): PrunedObject;
  /** Fills in defaults; returns the same object when there are none to fill in. */
  complete(object: KubeObject): KubeObject;
  /**
   * Checks the structure.
   * @param old - what the object replaces, unless it is new
   */
  validate(object: KubeObject, old?: KubeObject): FieldError[];
  /** Checks what can only be said of objects whose structure is right; absent when there is nothing to check. */
  validateRules?(object: KubeObject, old?: KubeObject): FieldError[];
  /** @param old - what the object replaces, unless it is new */
  prepare(object: KubeObject, old?: KubeObject): KubeObject;
  /** What else a deletion does to an object that it finds for the first time. */
  markDeleted(object: KubeObject): KubeObject;
}

/** One version of a type. */
export interface TypeVersion {
  name: string;
  served: boolean;
  hasStatus: boolean;
  /** The structure of its objects, as far as it is known: merge keys for patches and apply. */
  schema: Schema;
  rules: ObjectRules;
}

/** A kind of object that the server stores. */
export interface ResourceType {
  group: string;
  plural: string;
  singular: string;
  kind: string;
  listKind: string;
  shortNames: string[];
  categories: string[];
  namespaced: boolean;
  storageVersion: string;
  versions: TypeVersion[];
  verbs: string[];
  /** Defined by a CustomResourceDefinition: some rules of the API differ for these. */
  custom: boolean;
  /** Its CustomResourceDefinition is being deleted: objects can go, none can come. */
  terminating: boolean;
  /** Counts changes of the desired state in `metadata.generation`. */
  hasGeneration: boolean;
  /** May be replaced without naming the version that is replaced. */
  allowsUnconditionalUpdate: boolean;
  /** A PUT to a name that does not exist creates it. */
  createsOnUpdate: boolean;
  /** The revision at which the type came to be: nothing can be watched from before it. */
  since: number;
}

/** One version of a type, as a request addresses it. */
export interface Endpoint {
  type: ResourceType;
  version: TypeVersion;
}

/** Where the objects of a type are stored. */
export function collectionOf(type: { group: string; plural: string }): string {
  return `${type.group}/${type.plural}`;
}

/** The key of an object in its collection. */
export function keyOf(
  type: ResourceType,
  namespace: string,
  name: string,
): string {
  return type.namespaced ? `${namespace}/${name}` : name;
}

/** The prefix of the keys of a namespace; empty for all of them. */
export function prefixOf(type: ResourceType, namespace: string): string {
  return type.namespaced && namespace ? `${namespace}/` : '';
}

/** Rules of a kind that asks for nothing beyond what is asked of all. */
export const plainRules: ObjectRules = {
  prune: object => ({ object, unknownFields: [] }),
  complete: object => object,
  validate: () => [],
  prepare: object => object,
  markDeleted: object => object,
};

/** `metadata` aside, the desired state: what counts for `metadata.generation`. */
export function desiredState(
  object: KubeObject,
  hasStatus: boolean,
): JsonObject {
  const { metadata: _metadata, apiVersion: _apiVersion, ...rest } = object;
  if (hasStatus) delete rest.status;
  return rest;
}

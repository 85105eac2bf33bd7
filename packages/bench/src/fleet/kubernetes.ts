import { KubernetesObject } from '@mlops-platform/function-mlflow-environments';

/** An object as the API server keeps it. */
export interface StoredObject extends KubernetesObject {
  metadata: KubernetesObject['metadata'] & {
    name: string;
    namespace: string;
    uid: string;
    ownerReferences?: object[];
    managedFields?: object[];
  };
}

/** A JSON object whose members aren't known. */
export type Json = Record<string, unknown>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member that is an object, or an empty one. */
export function memberOf(value: unknown, member: string): Json {
  const found = isJson(value) ? value[member] : undefined;
  return isJson(found) ? found : {};
}

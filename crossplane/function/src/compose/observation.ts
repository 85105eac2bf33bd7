import {
  conditionOf,
  fieldAt,
  KubernetesObject,
  Observed,
  stringAt,
} from '../kubernetes';

/** Whether the object is one that a provider reconciles: only those have a provider config. */
export function isManaged(object: KubernetesObject): boolean {
  return fieldAt(object, 'spec', 'providerConfigRef') !== undefined;
}

/** Whether an object that exists is ready: managed resources and Deployments say so, anything else just has to exist. */
export function isReady(object: KubernetesObject): boolean {
  if (isManaged(object)) {
    return conditionOf(object, 'Ready')?.status === 'True';
  }
  if (object.kind === 'Deployment') {
    return conditionOf(object, 'Available')?.status === 'True';
  }
  return true;
}

/** `true` if the composed resource exists and is ready, else undefined: the form a gate asks for. */
export function whenReady(observed: Observed, name: string): true | undefined {
  const resource = observed[name];
  return resource && isReady(resource.object) ? true : undefined;
}

/** A field under `status.atProvider` of a managed resource. */
export function atProvider(
  observed: Observed,
  name: string,
  ...path: string[]
): string | undefined {
  return stringAt(observed[name]?.object, 'status', 'atProvider', ...path);
}

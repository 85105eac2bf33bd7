import type { JsonValue } from '@backstage/types';
import { isJsonObject } from '../lib/json';
import type { ProjectedObject } from './types';

/** A reference from a composite to what it composes, or from a claim to its composite. */
export interface ObjectReference {
  apiVersion: string;
  kind: string;
  name: string;
  namespace?: string;
}

/**
 * What a composite (or a nested one) composes: `spec.crossplane.resourceRefs`, before v2 `spec.resourceRefs`. What a namespaced
 * composite composes is in its own namespace, which its references leave out.
 */
export function resourceReferences(object: ProjectedObject): ObjectReference[] {
  const crossplane = object.spec?.crossplane;
  const refs = (isJsonObject(crossplane) ? crossplane : object.spec)
    ?.resourceRefs;
  const { namespace } = object.metadata;
  return (Array.isArray(refs) ? refs : [])
    .flatMap(ref => reference(ref) ?? [])
    .map(ref => ({ ...(namespace && { namespace }), ...ref }));
}

/** The composite of a legacy claim; undefined for everything else and for a claim not yet bound. */
export function compositeReference(
  object: ProjectedObject,
): ObjectReference | undefined {
  return reference(object.spec?.resourceRef);
}

/** The claim of a legacy composite. */
export function claimReference(
  object: ProjectedObject,
): ObjectReference | undefined {
  return reference(object.spec?.claimRef);
}

function reference(value: JsonValue | undefined): ObjectReference | undefined {
  const { apiVersion, kind, name, namespace } = isJsonObject(value)
    ? value
    : {};
  if (
    typeof apiVersion !== 'string' ||
    typeof kind !== 'string' ||
    typeof name !== 'string' ||
    !name
  ) {
    // A reference has no name for a moment while Crossplane creates what it refers to.
    return undefined;
  }
  return {
    apiVersion,
    kind,
    name,
    ...(typeof namespace === 'string' ? { namespace } : {}),
  };
}

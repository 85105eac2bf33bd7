import type { JsonObject, JsonValue } from '@backstage/types';
import { isJsonObject } from '../lib/json';
import { isOfKind, type GroupKind } from './groupKind';
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
  const { namespace } = object.metadata;
  return writtenReferences(object)
    .flatMap(ref => reference(ref) ?? [])
    .map(ref => ({ ...(namespace && { namespace }), ...ref }));
}

/** Whether one of {@link resourceReferences} is of a kind. */
export function refersToKind(
  object: ProjectedObject,
  kind: GroupKind,
): boolean {
  return writtenReferences(object).some(
    ref => isReference(ref) && isOfKind(ref, kind),
  );
}

function writtenReferences({ spec }: ProjectedObject): JsonValue[] {
  const crossplane = spec?.crossplane;
  const refs = (isJsonObject(crossplane) ? crossplane : spec)?.resourceRefs;
  return Array.isArray(refs) ? refs : [];
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

/** A reference has no name for a moment while Crossplane creates what it refers to: it is none yet. */
function isReference(
  value: JsonValue | undefined,
): value is JsonObject & Omit<ObjectReference, 'namespace'> {
  return (
    isJsonObject(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    typeof value.name === 'string' &&
    value.name !== ''
  );
}

function reference(value: JsonValue | undefined): ObjectReference | undefined {
  if (!isReference(value)) {
    return undefined;
  }
  const { apiVersion, kind, name, namespace } = value;
  return {
    apiVersion,
    kind,
    name,
    ...(typeof namespace === 'string' ? { namespace } : {}),
  };
}

import { isJsonObject, metaTime, type KubeObject } from '../model/objects';
import { conflict } from '../model/status';
import type { DeleteOptions } from './requests';
import type { Endpoint, ResourceType } from './resourceType';

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

function namespaceFinalizers(object: KubeObject): string[] {
  if (object.kind !== 'Namespace' || !isJsonObject(object.spec)) return [];
  const { finalizers } = object.spec;
  return Array.isArray(finalizers)
    ? finalizers.filter(item => typeof item === 'string')
    : [];
}

/** Deleted, and nothing holds it any more. */
export function isFinished(object: KubeObject): boolean {
  return object.metadata.deletionTimestamp !== undefined && !isHeld(object);
}

function isHeld(object: KubeObject): boolean {
  return (
    (object.metadata.finalizers ?? []).length > 0 ||
    namespaceFinalizers(object).length > 0
  );
}

/** The finalizers that a deletion leaves on an object: the policy is one of them. */
function finalizersAfter(
  { metadata }: KubeObject,
  { propagationPolicy }: DeleteOptions,
): string[] {
  const current = metadata.finalizers ?? [];
  if (!propagationPolicy) return current;
  const others = current.filter(name => name !== ORPHAN && name !== FOREGROUND);
  switch (propagationPolicy) {
    case 'Orphan':
      return [...others, ORPHAN];
    case 'Foreground':
      return [...others, FOREGROUND];
    default:
      return others;
  }
}

/** An object marked for deletion, or undefined when nothing holds it and it can go at once. */
export function markDeleted(
  existing: KubeObject,
  { version }: Endpoint,
  options: DeleteOptions,
  now: Date,
): KubeObject | undefined {
  const finalizers = finalizersAfter(existing, options);
  const isFirst = !existing.metadata.deletionTimestamp;
  const marked: KubeObject = {
    ...existing,
    metadata: {
      ...existing.metadata,
      finalizers: finalizers.length > 0 ? finalizers : undefined,
    },
  };
  const next = isFirst ? version.rules.markDeleted(marked) : marked;
  if (!isHeld(next)) return undefined;
  if (!isFirst) return next;
  const { generation } = existing.metadata;
  const hasOwnLifecycle = namespaceFinalizers(next).length > 0;
  return {
    ...next,
    metadata: {
      ...next.metadata,
      deletionTimestamp: metaTime(now),
      ...(hasOwnLifecycle ? {} : { deletionGracePeriodSeconds: 0 }),
      ...(generation === undefined ? {} : { generation: generation + 1 }),
    },
  };
}

/** @throws ApiError 409 when the object is not the one that the client means to delete */
export function requirePreconditions(
  { metadata }: KubeObject,
  type: ResourceType,
  { preconditions: { uid, resourceVersion } }: DeleteOptions,
): void {
  const name = metadata.name ?? '';
  if (uid && uid !== metadata.uid) {
    throw conflict(
      { ...type, plural: type.kind },
      name,
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    );
  }
  if (resourceVersion && resourceVersion !== metadata.resourceVersion) {
    throw conflict(
      { ...type, plural: type.kind },
      name,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    );
  }
}

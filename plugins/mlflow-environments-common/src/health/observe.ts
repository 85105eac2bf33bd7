import { Condition, ResourceRef } from '../schema/openapi';
import { KubernetesObject, ObservedObject } from './types';

const COMPOSITION_RESOURCE_NAME = 'crossplane.io/composition-resource-name';
const EXTERNAL_NAME = 'crossplane.io/external-name';
const PAUSED = 'crossplane.io/paused';

/**
 * Reads an object, whatever state it is in: what isn't of the type it should be counts as absent.
 *
 * @returns undefined for what can't be told from others: no kind or no name
 */
export function observe(
  object: KubernetesObject | undefined,
): ObservedObject | undefined {
  const root = record(object);
  const metadata = record(root.metadata);
  const ref = resourceRef(root, metadata);
  if (!ref) return undefined;

  const annotations = record(metadata.annotations);
  const status = record(root.status);
  return {
    ref,
    uid: text(metadata.uid),
    controller: controllerOf(metadata.ownerReferences, ref.namespace),
    compositionResourceName: text(annotations[COMPOSITION_RESOURCE_NAME]),
    externalName: text(annotations[EXTERNAL_NAME]),
    generation: number(metadata.generation),
    createdAt: time(metadata.creationTimestamp),
    deletedAt: time(metadata.deletionTimestamp),
    paused: annotations[PAUSED] === 'true',
    conditions: readConditions(status.conditions),
    spec: record(root.spec),
    status,
  };
}

/** The condition of a type, if the object has it. */
export function conditionOf(
  object: ObservedObject | undefined,
  type: string,
): Condition | undefined {
  return object?.conditions.find(condition => condition.type === type);
}

/** The value as an object; an empty one when it isn't. */
export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** The value as a non-empty text. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The value as a point in time, ISO 8601 as it was written. */
export function time(value: unknown): string | undefined {
  const written = text(value);
  return written && !Number.isNaN(Date.parse(written)) ? written : undefined;
}

export function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value)
    ? value
    : undefined;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function resourceRef(
  root: Record<string, unknown>,
  metadata: Record<string, unknown>,
): ResourceRef | undefined {
  const kind = text(root.kind);
  const name = text(metadata.name);
  if (!kind || !name) return undefined;
  const namespace = text(metadata.namespace);
  return {
    apiVersion: text(root.apiVersion) ?? '',
    kind,
    ...(namespace && { namespace }),
    name,
  };
}

function controllerOf(
  owners: unknown,
  namespace: string | undefined,
): ObservedObject['controller'] {
  const owner = list(owners)
    .map(record)
    .find(({ controller }) => controller === true);
  const ref = owner && resourceRef({ ...owner }, { ...owner, namespace });
  return ref && { ...ref, uid: text(owner.uid) };
}

/** What there is nothing to correct in is returned as it is, not copied: whoever keeps both keeps it once. */
function readConditions(value: unknown): Condition[] {
  const written = list(value);
  return written.every(isCondition) ? written : written.flatMap(readCondition);
}

function isCondition(value: unknown): value is Condition {
  const condition = record(value);
  for (const field of Object.keys(condition)) {
    if (!isWellFormed(field, condition[field])) return false;
  }
  return condition.type !== undefined && condition.status !== undefined;
}

function isWellFormed(field: string, value: unknown): boolean {
  switch (field) {
    case 'type':
    case 'status':
    case 'reason':
    case 'message':
      return text(value) !== undefined;
    case 'lastTransitionTime':
      return time(value) !== undefined;
    case 'observedGeneration':
      return number(value) !== undefined;
    default:
      return false;
  }
}

function readCondition(value: unknown): Condition[] {
  const condition = record(value);
  const type = text(condition.type);
  const status = text(condition.status);
  if (!type || !status) return [];
  const reason = text(condition.reason);
  const message = text(condition.message);
  const lastTransitionTime = time(condition.lastTransitionTime);
  const observedGeneration = number(condition.observedGeneration);
  return [
    {
      type,
      status,
      ...(reason && { reason }),
      ...(message && { message }),
      ...(lastTransitionTime && { lastTransitionTime }),
      ...(observedGeneration !== undefined && { observedGeneration }),
    },
  ];
}

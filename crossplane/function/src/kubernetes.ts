/**
 * A Kubernetes object as JSON. Only what every object has is typed; the rest is read with {@link fieldAt}, because
 * observed objects come from outside.
 *
 * @public
 */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

/** @public */
export interface ObjectMeta {
  name?: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  deletionTimestamp?: string;
}

/**
 * A composed resource as Crossplane observes it.
 *
 * @public
 */
export interface ObservedResource {
  object: KubernetesObject;
  /** Connection details as text, by key. */
  connectionDetails: Record<string, string>;
}

/**
 * The composed resources that exist, by composition resource name.
 *
 * @public
 */
export type Observed = Readonly<Record<string, ObservedResource>>;

/** One entry of `status.conditions`. */
export interface Condition {
  type: string;
  status: string;
  reason: string;
  message: string;
  lastTransitionTime?: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a path of field names, undefined where the path ends early. */
export function fieldAt(object: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (value, field) =>
      isRecord(value) && Object.hasOwn(value, field) ? value[field] : undefined,
    object,
  );
}

/** The non-empty string at a path of field names. */
export function stringAt(
  object: unknown,
  ...path: string[]
): string | undefined {
  const value = fieldAt(object, ...path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The condition of this type, with what is missing in it read as empty. */
export function conditionOf(
  object: unknown,
  type: string,
): Condition | undefined {
  const conditions = fieldAt(object, 'status', 'conditions');
  if (!Array.isArray(conditions)) return undefined;
  const found = conditions.find(
    candidate => fieldAt(candidate, 'type') === type,
  );
  if (!found) return undefined;
  return {
    type,
    status: stringAt(found, 'status') ?? 'Unknown',
    reason: stringAt(found, 'reason') ?? '',
    message: stringAt(found, 'message') ?? '',
    lastTransitionTime: stringAt(found, 'lastTransitionTime'),
  };
}

/**
 * The same value without the fields that are undefined: protobuf would carry them as null, which server-side apply takes
 * for "set this to nothing".
 */
export function withoutUndefined<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

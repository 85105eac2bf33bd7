import { JsonObject, JsonValue } from '@backstage/types';
import { isJsonObject as isObject } from '../lib/json';
import { MASK, redactText } from '../lib/redactText';

/** Fields whose text is secret. A reference to a Secret (`passwordSecretRef`) is an object and is shown. */
const SECRET_FIELD =
  /passw(or)?d|token$|secret$|secret[-_]?(access[-_]?)?key$|private[-_]?key$|public[-_]?key$|api[-_]?key|access[-_]?key|credential|connection[-_]?strings?|(^|[-_])uri$/i;

/** Fields of a Kubernetes object that hold content rather than configuration. */
const CONTENT_FIELDS = new Set(['data', 'stringData', 'binaryData']);

/** Deeper than any object of ours; a bound for hostile ones. */
const MAX_DEPTH = 60;

/**
 * A Kubernetes object as people may see it: no Secret at all, no bookkeeping, no content of ConfigMaps, and nothing that looks
 * like a password, token, key or connection string.
 *
 * @returns undefined for a Secret
 */
export function redactManifest(manifest: JsonObject): JsonObject | undefined {
  if (manifest.kind === 'Secret') {
    return undefined;
  }
  const redacted = redactObject(manifest, 0);
  for (const field of CONTENT_FIELDS) {
    if (manifest[field] !== undefined) {
      redacted[field] = maskAll(manifest[field], 0);
    }
  }
  return redacted;
}

function redactObject(object: JsonObject, depth: number): JsonObject {
  return Object.fromEntries(
    Object.entries(object)
      .filter(([key]) => key !== 'managedFields')
      .map(([key, value]) => [key, redactField(key, value, depth)]),
  );
}

function redactField(
  key: string,
  value: JsonValue | undefined,
  depth: number,
): JsonValue | undefined {
  if (depth >= MAX_DEPTH) {
    return MASK;
  }
  if (key === 'annotations' && isObject(value)) {
    return redactObject(withoutCopies(value), depth + 1);
  }
  if (key === 'env' && Array.isArray(value)) {
    return value.map(entry => redactVariable(entry, depth + 1));
  }
  if (SECRET_FIELD.test(key)) {
    return isReference(key, value)
      ? redactValue(value, depth)
      : maskAll(value, depth);
  }
  return redactValue(value, depth);
}

function redactValue(
  value: JsonValue | undefined,
  depth: number,
): JsonValue | undefined {
  if (typeof value === 'string') {
    return redactText(value);
  }
  if (Array.isArray(value)) {
    return depth >= MAX_DEPTH
      ? []
      : value.map(item => redactValue(item, depth + 1) ?? null);
  }
  return isObject(value) ? redactObject(value, depth + 1) : value;
}

/** A variable's `valueFrom` says where its value is from; a literal value is shown unless its name says not to. */
function redactVariable(entry: JsonValue, depth: number): JsonValue {
  if (!isObject(entry) || typeof entry.name !== 'string') {
    return redactValue(entry, depth) ?? null;
  }
  const redacted = redactObject(entry, depth);
  return SECRET_FIELD.test(entry.name) && entry.value !== undefined
    ? { ...redacted, value: MASK }
    : redacted;
}

/** Whole objects that tools keep in annotations: a last-applied configuration repeats everything, Secret data included. */
function withoutCopies(annotations: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(annotations).filter(
      ([key, value]) =>
        !/last-applied|\/original$|\/applied$/.test(key) &&
        !(typeof value === 'string' && /^\s*[{[]/.test(value)),
    ),
  );
}

/** `{name, key}` and the like: says where a secret is, not what it is. */
function isReference(key: string, value: JsonValue | undefined): boolean {
  return /refs?$/i.test(key) && (isObject(value) || Array.isArray(value));
}

function maskAll(
  value: JsonValue | undefined,
  depth: number,
): JsonValue | undefined {
  if (depth >= MAX_DEPTH) {
    return MASK;
  }
  if (Array.isArray(value)) {
    return value.map(item => maskAll(item, depth + 1) ?? null);
  }
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        maskAll(item, depth + 1),
      ]),
    );
  }
  return value === null || value === undefined ? value : MASK;
}

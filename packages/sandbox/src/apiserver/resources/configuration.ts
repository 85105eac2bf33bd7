import { forbidden, invalid, type FieldError } from '../model/fieldErrors';
import { deepEqual, objectAt, type KubeObject } from '../model/objects';

/** `stringData` is for writing only: it ends up, encoded, in `data`. */
export function prepareSecret(object: KubeObject): KubeObject {
  const { stringData, ...rest } = object;
  const encoded = Object.entries(objectAt(stringData)).map(([key, value]) => [
    key,
    Buffer.from(String(value), 'utf8').toString('base64'),
  ]);
  const secret: KubeObject = { ...rest, type: object.type ?? 'Opaque' };
  if (encoded.length > 0) {
    secret.data = { ...objectAt(object.data), ...Object.fromEntries(encoded) };
  }
  return secret;
}

/** `immutable: true` holds for the data and for itself. */
export function validateConfigMap(
  object: KubeObject,
  old?: KubeObject,
): FieldError[] {
  if (!old || old.immutable !== true) return [];
  const message = 'field is immutable when `immutable` is set';
  const errors: FieldError[] = [];
  if (object.immutable !== true) errors.push(forbidden('immutable', message));
  for (const field of ['data', 'binaryData']) {
    if (!deepEqual(object[field], old[field])) {
      errors.push(forbidden(field, message));
    }
  }
  return errors;
}

export function validateSecret(
  object: KubeObject,
  old?: KubeObject,
): FieldError[] {
  const errors = validateConfigMap(object, old);
  if (old && object.type !== old.type) {
    errors.push(invalid('type', object.type, 'field is immutable'));
  }
  return errors;
}

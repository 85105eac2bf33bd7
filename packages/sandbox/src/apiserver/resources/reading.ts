import { badRequest } from '../model/status';
import {
  apiVersionOf,
  isJsonObject,
  type JsonObject,
  type KubeObject,
} from '../model/objects';
import type { Target, WriteOptions } from './requests';

/**
 * Reads what a client sent as an object of the type it sent it to; unknown fields are dropped.
 * @throws ApiError 400 when it is not such an object
 */
export function readObject(
  target: Target,
  body: JsonObject,
  options: WriteOptions,
): KubeObject {
  const { type, version, namespace } = target;
  const apiVersion = apiVersionOf(type.group, version.name);
  const { metadata = {}, ...rest } = body;
  if (body.kind !== undefined && body.kind !== type.kind) {
    throw badRequest(
      `${body.kind} in version ${JSON.stringify(
        version.name,
      )} cannot be handled as a ${type.kind}: the object is a ${
        body.apiVersion ?? ''
      } ${body.kind}`,
    );
  }
  if (body.apiVersion !== undefined && body.apiVersion !== apiVersion) {
    throw badRequest(
      `the API version in the data (${body.apiVersion}) does not match the expected API version (${apiVersion})`,
    );
  }
  if (!isJsonObject(metadata)) {
    throw badRequest(
      `${type.kind} in version ${JSON.stringify(
        version.name,
      )} cannot be handled as a ${type.kind}: metadata must be an object`,
    );
  }
  const { object, unknownFields } = version.rules.prune({
    ...rest,
    apiVersion,
    kind: type.kind,
    metadata,
  });
  reportUnknown(target, unknownFields, options);
  const given = object.metadata.namespace;
  if (type.namespaced && given && given !== namespace) {
    throw badRequest(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  }
  return type.namespaced || !given
    ? object
    : { ...object, metadata: { ...object.metadata, namespace: undefined } };
}

/** @throws ApiError 400 when an object is sent to the address of another */
export function requireName(object: KubeObject, name: string): void {
  const given = object.metadata.name ?? '';
  if (given === name) return;
  throw badRequest(
    `the name of the object (${given}) does not match the name on the URL (${name})`,
  );
}

function reportUnknown(
  { type, version }: Target,
  unknownFields: string[],
  { fieldValidation, warnings }: WriteOptions,
): void {
  if (unknownFields.length === 0 || fieldValidation === 'Ignore') return;
  const texts = unknownFields.map(field => `unknown field "${field}"`);
  if (fieldValidation === 'Warn') {
    warnings.push(...texts);
    return;
  }
  throw badRequest(
    `${type.kind} in version ${JSON.stringify(
      version.name,
    )} cannot be handled as a ${type.kind}: strict decoding error: ${texts.join(
      ', ',
    )}`,
  );
}

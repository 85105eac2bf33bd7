import { invalid } from '../model/fieldErrors';
import { ApiError, badRequest, invalidObject } from '../model/status';
import {
  apiVersionOf,
  isJsonObject,
  objectAt,
  type JsonObject,
  type KubeObject,
} from '../model/objects';
import { typedErrors } from '../apply/typedCheck';
import { METADATA_FIELDS } from './metadata';
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
  if (type.custom && body.kind !== undefined && body.kind !== type.kind) {
    const { name = '' } = objectAt(body.metadata);
    throw invalidObject(
      { group: type.group, kind: String(body.kind) },
      String(name),
      [invalid('kind', body.kind, `must be ${type.kind}`)],
    );
  }
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
  requireMetadataTypes(target, metadata);
  const { object, unknownFields } = version.rules.prune({
    ...rest,
    apiVersion,
    kind: type.kind,
    metadata,
  });
  const unknownMetadata = Object.keys(metadata)
    .filter(field => !METADATA_FIELDS.has(field))
    .map(field => `metadata.${field}`);
  reportUnknown(target, [...unknownMetadata, ...unknownFields].sort(), options);
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

/** Metadata is a Go struct on the server: values of other types cannot be read at all. */
function requireMetadataTypes(
  { type, version }: Target,
  metadata: JsonObject,
): void {
  for (const field of ['labels', 'annotations']) {
    for (const value of Object.values(objectAt(metadata[field]))) {
      if (typeof value === 'string') continue;
      const found = typeof value === 'boolean' ? 'bool' : typeof value;
      throw badRequest(
        `${type.kind} in version ${JSON.stringify(
          version.name,
        )} cannot be handled as a ${
          type.kind
        }: json: cannot unmarshal ${found} into Go struct field ObjectMeta.${field} of type string`,
      );
    }
  }
}

/**
 * Reads what a client applies.
 * @throws ApiError 400, and 500 for what does not fit the schema
 */
export function readConfiguration(
  target: Target,
  configuration: JsonObject,
  options: WriteOptions,
): KubeObject {
  const { type, version, name } = target;
  const { apiVersion = '', kind = '' } = configuration;
  const object = `${apiVersion}, Kind=${kind}`;
  if (
    kind !== type.kind ||
    apiVersion !== apiVersionOf(type.group, version.name)
  ) {
    throw badRequest(`invalid object type: ${object}`);
  }
  const problems = typedErrors(configuration, version.schema);
  if (problems.length > 0) {
    const { namespace = '' } = objectAt(configuration.metadata);
    const described = `${namespace}/${name}; ${type.group ? '' : '/'}${object}`;
    throw new ApiError({
      code: 500,
      message: `failed to create typed patch object (${described}): ${
        problems.length === 1
          ? problems[0]
          : `errors:\n  ${problems.join('\n  ')}`
      }`,
    });
  }
  const metadata = { name, ...objectAt(configuration.metadata) };
  const stated = readObject(target, { ...configuration, metadata }, options);
  requireName(stated, name);
  return stated;
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

import type { JsonObject } from './objects';
import type { FieldError } from './fieldErrors';

/** A resource named by its group and plural, as error messages write it. */
export interface GroupResource {
  group: string;
  plural: string;
}

function qualified({ group, plural }: GroupResource): string {
  return group ? `${plural}.${group}` : plural;
}

/** An error that is answered as a `Status` object. */
export class ApiError extends Error {
  readonly code: number;
  readonly reason: string | undefined;
  readonly details: JsonObject | undefined;
  /** More members of `metadata`, e.g. `continue` with a 410. */
  readonly listMeta: JsonObject;

  constructor(options: {
    code: number;
    reason?: string;
    message: string;
    details?: JsonObject;
    listMeta?: JsonObject;
  }) {
    super(options.message);
    this.name = 'ApiError';
    this.code = options.code;
    this.reason = options.reason;
    this.details = options.details;
    this.listMeta = options.listMeta ?? {};
  }

  /** The body of the answer. */
  toStatus(): JsonObject {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: this.listMeta,
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      details: this.details,
      code: this.code,
    };
  }
}

function detailsOf(resource: GroupResource, name: string): JsonObject {
  return {
    name: name || undefined,
    group: resource.group || undefined,
    kind: resource.plural,
  };
}

export function badRequest(message: string): ApiError {
  return new ApiError({ code: 400, reason: 'BadRequest', message });
}

export function unauthorized(): ApiError {
  return new ApiError({
    code: 401,
    reason: 'Unauthorized',
    message: 'Unauthorized',
  });
}

export function forbiddenError(
  resource: GroupResource | undefined,
  name: string,
  message: string,
  causes?: JsonObject[],
): ApiError {
  let subject = 'forbidden';
  if (resource) {
    subject = name
      ? `${qualified(resource)} "${name}" is forbidden`
      : `${qualified(resource)} is forbidden`;
  }
  return new ApiError({
    code: 403,
    reason: 'Forbidden',
    message: `${subject}: ${message}`,
    details: {
      ...(resource ? detailsOf(resource, name) : {}),
      ...(causes ? { causes } : {}),
    },
  });
}

export function notFound(resource: GroupResource, name: string): ApiError {
  return new ApiError({
    code: 404,
    reason: 'NotFound',
    message: `${qualified(resource)} "${name}" not found`,
    details: detailsOf(resource, name),
  });
}

/** What the groups of built-in types say of a path in them that they do not know. */
export function unknownResource(): ApiError {
  return new ApiError({
    code: 404,
    reason: 'NotFound',
    message: 'the server could not find the requested resource',
    details: {},
  });
}

/** A path that names nothing the server knows. It is answered in plain text, as by kube-apiserver. */
export class UnknownPathError extends Error {}

/** What a path is answered with that would be right for a type of another scope. */
export function unknownPath({ custom }: { custom: boolean }): Error {
  return custom ? new UnknownPathError() : methodNotAllowed();
}

/** A method that a type does not have, or not at this path. */
export function methodNotAllowed(): ApiError {
  return new ApiError({
    code: 405,
    reason: 'MethodNotAllowed',
    message: 'the server does not allow this method on the requested resource',
    details: {},
  });
}

export function notAcceptable(supported: string[]): ApiError {
  return new ApiError({
    code: 406,
    reason: 'NotAcceptable',
    message: `only the following media types are accepted: ${supported.join(
      ', ',
    )}`,
  });
}

export function unsupportedMediaType(supported: string[]): ApiError {
  return new ApiError({
    code: 415,
    reason: 'UnsupportedMediaType',
    message: `the body of the request was in an unknown format - accepted media types include: ${supported.join(
      ', ',
    )}`,
  });
}

/** A patch of a kind that there is not. */
export function unsupportedPatch(): ApiError {
  return new ApiError({
    code: 415,
    reason: 'UnsupportedMediaType',
    message: '415: Unsupported Media Type',
    details: {},
  });
}

export function alreadyExists(
  resource: GroupResource,
  name: string,
  isBeingDeleted = false,
): ApiError {
  const prefix = isBeingDeleted ? 'object is being deleted: ' : '';
  return new ApiError({
    code: 409,
    reason: 'AlreadyExists',
    message: `${prefix}${qualified(resource)} "${name}" already exists`,
    details: detailsOf(resource, name),
  });
}

export function conflict(
  resource: GroupResource,
  name: string,
  message: string,
): ApiError {
  return new ApiError({
    code: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on ${qualified(
      resource,
    )} "${name}": ${message}`,
    details: detailsOf(resource, name),
  });
}

/** An update that was based on an older version of the object. */
export function modified(resource: GroupResource, name: string): ApiError {
  return conflict(
    resource,
    name,
    'the object has been modified; please apply your changes to the latest version and try again',
  );
}

export function applyConflict(message: string, causes: JsonObject[]): ApiError {
  return new ApiError({
    code: 409,
    reason: 'Conflict',
    message,
    details: { causes },
  });
}

export function expired(message: string, listMeta?: JsonObject): ApiError {
  return new ApiError({ code: 410, reason: 'Expired', message, listMeta });
}

export function invalidObject(
  kind: { group: string; kind: string },
  name: string,
  errors: FieldError[],
): ApiError {
  const subject = kind.group ? `${kind.kind}.${kind.group}` : kind.kind;
  const texts = [
    ...new Set(errors.map(error => `${error.field}: ${error.message}`)),
  ];
  const all = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  return new ApiError({
    code: 422,
    reason: 'Invalid',
    message: `${subject} "${name}" is invalid: ${all}`,
    details: {
      name: name || undefined,
      group: kind.group || undefined,
      kind: kind.kind,
      causes: errors.map(({ reason, message, field }) => ({
        reason,
        message,
        field,
      })),
    },
  });
}

export function internalError(message: string): ApiError {
  return new ApiError({
    code: 500,
    reason: 'InternalError',
    message: `Internal error occurred: ${message}`,
    details: { causes: [{ message }] },
  });
}

/** A list asked for a version that the server has not reached yet. */
export function tooLargeResourceVersion(
  requested: number,
  current: number,
): ApiError {
  return new ApiError({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${requested}, current: ${current}`,
    details: {
      causes: [
        {
          reason: 'ResourceVersionTooLarge',
          message: 'Too large resource version',
        },
      ],
      retryAfterSeconds: 1,
    },
  });
}

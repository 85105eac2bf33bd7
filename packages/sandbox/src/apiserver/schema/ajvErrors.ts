import type { ErrorObject } from 'ajv';
import {
  invalid,
  notSupported,
  required,
  tooLong,
  tooMany,
  typeInvalid,
  type FieldError,
} from '../model/fieldErrors';
import {
  deepEqual,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../model/objects';

const COMBINATOR = /\/(anyOf|oneOf|not)\//;
const FIRST_BRANCH = /^[^]*?\/(anyOf|oneOf)\/0\/[^/]+$/;
const STRING_KEYWORDS = ['maxLength', 'minLength', 'pattern'];

/**
 * Says what is wrong in the words of kube-apiserver.
 * @param root - the value that was checked
 * @param old - what it replaces
 */
export function toFieldErrors(
  errors: ErrorObject[],
  root: JsonValue,
  old: JsonValue | undefined,
): FieldError[] {
  const seenStrings = new Set<string>();
  const alternatives = errors.filter(({ schemaPath }) =>
    COMBINATOR.test(schemaPath),
  );
  const others = errors.filter(error => !alternatives.includes(error));
  return [...others, ...alternatives]
    .filter(error => isReported(error, errors))
    .filter(error => {
      // Of a string kube-apiserver reports the first mistake.
      if (!STRING_KEYWORDS.includes(error.keyword)) return true;
      const isFirst = !seenStrings.has(error.instancePath);
      seenStrings.add(error.instancePath);
      return isFirst;
    })
    .filter(
      error => old === undefined || !isUnchanged(root, old, pathOf(error)),
    )
    .map(error => toFieldError(error, root));
}

/** Of alternatives that all fail, the first one's errors explain what would have been right. */
function isReported(error: ErrorObject, errors: ErrorObject[]): boolean {
  if (!COMBINATOR.test(error.schemaPath)) return true;
  return (
    FIRST_BRANCH.test(error.schemaPath) &&
    errors.some(
      other =>
        error.schemaPath.startsWith(`${other.schemaPath}/0/`) &&
        !isAmbiguous(other),
    )
  );
}

/** More than one alternative of a oneOf is fulfilled. */
function isAmbiguous(error: ErrorObject): boolean {
  const { passingSchemas }: { passingSchemas?: unknown } = error.params;
  return Boolean(passingSchemas);
}

function pathOf(error: ErrorObject): string[] {
  return error.instancePath
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'));
}

function printPath(path: string[], root: JsonValue): string {
  let text = '';
  let current: JsonValue | undefined = root;
  for (const part of path) {
    if (Array.isArray(current)) {
      text += `[${part}]`;
      current = current[Number(part)];
    } else {
      text = text ? `${text}.${part}` : part;
      current = isJsonObject(current) ? current[part] : undefined;
    }
  }
  return text;
}

function isUnchanged(
  value: JsonValue,
  old: JsonValue,
  path: string[],
): boolean {
  const now = follow(value, path);
  return now !== undefined && deepEqual(now, follow(old, path));
}

function follow(
  value: JsonValue | undefined,
  path: string[],
): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((current, part) => {
    if (Array.isArray(current)) return current[Number(part)];
    return isJsonObject(current) ? current[part] : undefined;
  }, value);
}

function typeName(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'integer' : 'number';
  }
  return typeof value;
}

/** The same sentence that kube-apiserver's validation writes for the same mistake. */
function toFieldError(error: ErrorObject, root: JsonValue): FieldError {
  const path = pathOf(error);
  const value = follow(root, path) ?? null;
  const field = printPath(path, root);
  const subject = `${field} in body`;
  const params: JsonObject = error.params;
  switch (error.keyword) {
    case 'required':
      return required(
        field
          ? `${field}.${params.missingProperty}`
          : `${params.missingProperty}`,
      );
    case 'enum':
      return notSupported(
        field,
        value,
        Array.isArray(error.schema) ? error.schema : [],
      );
    case 'type': {
      const wanted = String(error.schema)
        .split(',')
        .filter(type => type !== 'null')
        .join(',');
      const actual = typeName(value);
      return typeInvalid(
        field,
        actual,
        `${subject} must be of type ${wanted}: ${JSON.stringify(actual)}`,
      );
    }
    case 'maxLength':
      return tooLong(field, Number(params.limit));
    case 'minLength':
      return invalid(
        field,
        value,
        `${subject} should be at least ${params.limit} chars long`,
      );
    case 'maxItems':
      return tooMany(field, sizeOf(value), Number(params.limit));
    case 'minItems':
      return invalid(
        field,
        sizeOf(value),
        `${subject} should have at least ${params.limit} items`,
      );
    case 'maxProperties':
      return tooMany(field, sizeOf(value), Number(params.limit));
    case 'minProperties':
      return invalid(
        field,
        sizeOf(value),
        `${subject} should have at least ${params.limit} properties`,
      );
    case 'pattern':
      return invalid(field, value, `${subject} should match '${error.schema}'`);
    case 'minimum':
      return invalid(
        field,
        value,
        `${subject} should be greater than or equal to ${params.limit}`,
      );
    case 'maximum':
      return invalid(
        field,
        value,
        `${subject} should be less than or equal to ${params.limit}`,
      );
    case 'exclusiveMinimum':
      return invalid(
        field,
        value,
        `${subject} should be greater than ${params.limit}`,
      );
    case 'exclusiveMaximum':
      return invalid(
        field,
        value,
        `${subject} should be less than ${params.limit}`,
      );
    case 'multipleOf':
      return invalid(
        field,
        value,
        `${subject} should be a multiple of ${params.multipleOf}`,
      );
    case 'uniqueItems':
      return invalid(field, value, `${subject} shouldn't contain duplicates`);
    case 'format':
      return typeInvalid(
        field,
        value,
        `${subject} must be of type ${error.schema}: ${JSON.stringify(value)}`,
      );
    case 'anyOf':
      return invalid(
        '<nil>',
        '',
        `"${field}" must validate at least one schema (anyOf)`,
      );
    case 'oneOf':
      return invalid(
        '<nil>',
        '',
        `"${field}" must validate one and only one schema (oneOf). ${
          isAmbiguous(error) ? 'Found 2 valid alternatives' : 'Found none valid'
        }`,
      );
    case 'not':
      return invalid(
        '<nil>',
        '',
        `"${field}" must not validate the schema (not)`,
      );
    default:
      return invalid(
        field,
        value,
        `${subject} ${error.message ?? 'is invalid'}`,
      );
  }
}

function sizeOf(value: JsonValue): number {
  if (Array.isArray(value)) return value.length;
  return isJsonObject(value) ? Object.keys(value).length : 0;
}

import type { JsonValue } from './objects';

/** Reasons of a field error, the values of `StatusCause.reason`. */
export type FieldErrorReason =
  | 'FieldValueRequired'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'FieldValueDuplicate'
  | 'FieldValueNotFound'
  | 'FieldValueTypeInvalid';

/** One thing that is wrong with one field of a submitted object. */
export interface FieldError {
  reason: FieldErrorReason;
  field: string;
  /** What `details.causes[].message` says; starts with the kind of error. */
  message: string;
}

/** A value the way apimachinery's field.Error prints it. */
export function printValue(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return 'null';
  return JSON.stringify(value);
}

export function required(field: string, detail = ''): FieldError {
  return {
    reason: 'FieldValueRequired',
    field,
    message: detail ? `Required value: ${detail}` : 'Required value',
  };
}

export function invalid(
  field: string,
  value: JsonValue | undefined,
  detail: string,
): FieldError {
  return {
    reason: 'FieldValueInvalid',
    field,
    message: `Invalid value: ${printValue(value)}: ${detail}`,
  };
}

export function typeInvalid(
  field: string,
  value: JsonValue | undefined,
  detail: string,
): FieldError {
  return {
    ...invalid(field, value, detail),
    reason: 'FieldValueTypeInvalid',
  };
}

export function forbidden(field: string, detail: string): FieldError {
  return {
    reason: 'FieldValueForbidden',
    field,
    message: `Forbidden: ${detail}`,
  };
}

export function notSupported(
  field: string,
  value: JsonValue | undefined,
  supported: JsonValue[],
): FieldError {
  return {
    reason: 'FieldValueNotSupported',
    field,
    message: `Unsupported value: ${printValue(
      value,
    )}: supported values: ${supported.map(printValue).join(', ')}`,
  };
}

export function tooLong(field: string, max: number): FieldError {
  return {
    reason: 'FieldValueTooLong',
    field,
    message: `Too long: may not be more than ${max} bytes`,
  };
}

export function tooMany(
  field: string,
  actual: number,
  max: number,
): FieldError {
  return {
    reason: 'FieldValueTooMany',
    field,
    message: `Too many: ${actual}: must have at most ${max} items`,
  };
}

const BLOCKING: FieldErrorReason[] = [
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
];

/** Whether an error leaves too little of the structure for rules to be checked. */
export function isBlocking({ reason }: FieldError): boolean {
  return BLOCKING.includes(reason);
}

export function duplicate(
  field: string,
  value: JsonValue | undefined,
): FieldError {
  return {
    reason: 'FieldValueDuplicate',
    field,
    message: `Duplicate value: ${printValue(value)}`,
  };
}

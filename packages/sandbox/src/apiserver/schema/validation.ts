import Ajv, { type ValidateFunction } from 'ajv';
import type { FieldError } from '../model/fieldErrors';
import type { JsonValue } from '../model/objects';
import { toFieldErrors } from './ajvErrors';
import { toAjvSchema } from './ajvSchema';
import { formats } from './formats';
import { validateListTypes } from './listTypes';
import type { Schema } from './schema';

/** Checks values against one schema. */
export interface SchemaValidator {
  /**
   * @param old - the value that `value` replaces: what was already wrong and did not change is let through
   * (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-ratcheting)
   */
  validate(value: JsonValue, old?: JsonValue): FieldError[];
}

const ajv = new Ajv({
  strict: false,
  allErrors: true,
  verbose: true,
  // Patterns are written for Go's RE2, which allows escapes that JavaScript's unicode mode does not.
  unicodeRegExp: false,
  formats,
});

/** A validator that compiles its schema when it is first used: a cluster has many kinds of which few are written. */
export function createSchemaValidator(schema: Schema): SchemaValidator {
  let compiled: ValidateFunction | undefined;
  return {
    validate(value, old) {
      compiled ??= ajv.compile(toAjvSchema(schema));
      const isValid = compiled(value);
      const errors = isValid ? [] : compiled.errors ?? [];
      const hadListErrors =
        old !== undefined && validateListTypes(old, schema).length > 0;
      return [
        ...toFieldErrors(errors, value, old),
        ...(hadListErrors ? [] : validateListTypes(value, schema)),
      ];
    },
  };
}

import { environmentSchema, StructuralSchema } from './environmentSchema';
import { isObject, ownValue } from './objects';
import { EnvironmentClaim } from './types';

/**
 * The claim as the API server stores it: what is left out has the value that the definition assumes.
 *
 * @public
 */
export function defaultClaim(claim: EnvironmentClaim): EnvironmentClaim {
  // defaulting adds optional fields and drops nulls: it can't take a claim's shape away
  return withDefaults(claim, environmentSchema) as EnvironmentClaim;
}

/**
 * Kubernetes' structural defaulting: a null that isn't allowed counts as left out, and a default may itself have fields to be
 * defaulted.
 */
export function withDefaults(
  value: unknown,
  schema: StructuralSchema,
): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.map(item => withDefaults(item, items)) : value;
  }
  if (!isObject(value)) return value;

  const result: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) {
    const fieldSchema = schemaOf(schema, name);
    if (field === null && fieldSchema && !fieldSchema.nullable) continue;
    define(
      result,
      name,
      fieldSchema ? withDefaults(field, fieldSchema) : field,
    );
  }
  for (const [name, fieldSchema] of Object.entries(schema.properties ?? {})) {
    const missing = ownValue(result, name) === undefined;
    if (missing && fieldSchema.default !== undefined) {
      result[name] = withDefaults(fieldSchema.default, fieldSchema);
    }
  }
  return result;
}

function schemaOf(
  schema: StructuralSchema,
  name: string,
): StructuralSchema | undefined {
  const property = ownValue(schema.properties ?? {}, name);
  return property === undefined
    ? schema.additionalProperties
    : schema.properties?.[name];
}

/** Assigns even a field that is called `__proto__`. */
function define(target: object, name: string, value: unknown) {
  Object.defineProperty(target, name, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}

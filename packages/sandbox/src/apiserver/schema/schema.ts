import type { JsonObject, JsonValue } from '../model/objects';

/** One `x-kubernetes-validations` entry. */
export interface ValidationRule extends JsonObject {
  rule: string;
  message?: string;
  messageExpression?: string;
  reason?:
    | 'FieldValueInvalid'
    | 'FieldValueForbidden'
    | 'FieldValueRequired'
    | 'FieldValueDuplicate';
  fieldPath?: string;
  optionalOldSelf?: boolean;
}

/** A structural OpenAPI v3 schema, as CustomResourceDefinitions carry it. */
export interface Schema extends JsonObject {
  type?: string;
  format?: string;
  properties?: { [name: string]: Schema };
  additionalProperties?: boolean | Schema;
  items?: Schema;
  required?: string[];
  nullable?: boolean;
  default?: JsonValue;
  enum?: JsonValue[];
  'x-kubernetes-preserve-unknown-fields'?: boolean;
  'x-kubernetes-embedded-resource'?: boolean;
  'x-kubernetes-int-or-string'?: boolean;
  'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  'x-kubernetes-list-map-keys'?: string[];
  'x-kubernetes-map-type'?: 'atomic' | 'granular';
  'x-kubernetes-validations'?: ValidationRule[];
}

/** The schema of a member of an object, or undefined where the schema says nothing. */
export function memberSchema(
  schema: Schema | undefined,
  key: string,
): Schema | undefined {
  if (!schema) return undefined;
  const property = schema.properties?.[key];
  if (property) return property;
  return typeof schema.additionalProperties === 'object'
    ? schema.additionalProperties
    : undefined;
}

/** A path in the way Kubernetes writes it: `spec.list[0].name`, `spec.map[key]`. */
export function childPath(path: string, key: string): string {
  return path ? `${path}.${key}` : key;
}

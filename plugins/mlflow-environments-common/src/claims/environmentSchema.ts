import definitionSchema from './definitionSchema.json';

/** A CEL rule of a schema, as Kubernetes has them. */
export interface ValidationRule {
  rule: string;
  message?: string;
  fieldPath?: string;
}

/** What a definition's schema consists of: the part of OpenAPI that Kubernetes calls structural. */
export interface StructuralSchema {
  type?: string;
  description?: string;
  default?: unknown;
  nullable?: boolean;
  enum?: readonly unknown[];
  required?: readonly string[];
  properties?: { readonly [name: string]: StructuralSchema };
  additionalProperties?: StructuralSchema;
  items?: StructuralSchema;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  format?: string;
  'x-kubernetes-validations'?: readonly ValidationRule[];
  'x-kubernetes-list-type'?: string;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
}

const definition: StructuralSchema = definitionSchema;

const anything: StructuralSchema = {
  type: 'object',
  'x-kubernetes-preserve-unknown-fields': true,
};

/** The schema of an environment as the API server knows it: the definition's, and what Crossplane adds of its own. */
export const environmentSchema: StructuralSchema = {
  ...definition,
  properties: {
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    ...definition.properties,
    // a definition may restrict metadata, never replace it
    metadata: { ...definition.properties?.metadata, ...anything },
    spec: {
      ...definition.properties?.spec,
      properties: {
        ...definition.properties?.spec.properties,
        crossplane: anything,
      },
    },
  },
};

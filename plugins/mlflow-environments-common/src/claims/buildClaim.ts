import { JsonObject, JsonValue } from '@backstage/types';
import {
  ANNOTATION_SYNC_OPTIONS,
  ENVIRONMENT_API_VERSION,
  ENVIRONMENT_KIND,
} from '../environment/constants';
import { confirmationOptions } from './confirmation';
import { environmentSchema, StructuralSchema } from './environmentSchema';
import { isObject, ownValue } from './objects';
import { ClaimParameters, EnvironmentClaim } from './types';

/**
 * The claim for what a person filled in. What they left empty isn't in it, so that the platform's defaults may change; fields
 * are in the order of the definition. In production it asks Argo CD for confirmations, see {@link confirmationOptions}.
 * Nothing is validated here, see {@link validateClaim}.
 *
 * @public
 */
export function buildClaim(options: {
  namespace: string;
  parameters: ClaimParameters;
  annotations?: Record<string, string>;
}): EnvironmentClaim {
  const { namespace, parameters } = options;
  const annotations = withConfirmation(options.annotations, parameters.stage);
  const schema =
    environmentSchema.properties?.spec.properties?.parameters ?? {};
  return {
    apiVersion: ENVIRONMENT_API_VERSION,
    kind: ENVIRONMENT_KIND,
    metadata: {
      name: parameters.environmentID,
      namespace,
      ...(Object.keys(annotations).length > 0 && {
        annotations: Object.fromEntries(Object.entries(annotations).sort()),
      }),
    },
    spec: {
      parameters: {
        ...tidy({ ...parameters }, schema),
        environmentID: parameters.environmentID,
      },
    },
  };
}

function withConfirmation(
  annotations: Record<string, string> = {},
  stage: unknown,
): Record<string, string> {
  const { [ANNOTATION_SYNC_OPTIONS]: current, ...others } = annotations;
  const syncOptions = confirmationOptions(stage, current);
  return syncOptions === undefined
    ? others
    : { ...others, [ANNOTATION_SYNC_OPTIONS]: syncOptions };
}

/** Without empty fields, in the schema's order; fields that the schema doesn't know come last. */
function tidy(object: object, schema: StructuralSchema): JsonObject {
  const known = Object.keys(schema.properties ?? {});
  const unknown = Object.keys(object)
    .filter(name => !known.includes(name))
    .sort();
  const result: JsonObject = {};
  for (const name of [...known, ...unknown]) {
    const value = tidyValue(
      ownValue(object, name),
      schema.properties?.[name] ?? {},
    );
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function tidyValue(
  value: unknown,
  schema: StructuralSchema,
): JsonValue | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (Array.isArray(value)) {
    const items = value
      .map(item => tidyValue(item, schema.items ?? {}))
      .filter(item => item !== undefined);
    return items.length > 0 ? items : undefined;
  }
  if (isObject(value)) {
    const object = tidy(value, schema);
    return Object.keys(object).length > 0 ? object : undefined;
  }
  return value as JsonValue;
}

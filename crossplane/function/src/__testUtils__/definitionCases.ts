import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { FUNCTION_DIRECTORY } from './files';
import type { Schema } from './schema';

type Parameters = Record<string, unknown>;

/** Claims that one of the definition's CEL rules accepts and refuses; see definition-cases.yaml. */
export interface DefinitionCase {
  at: string;
  says: string;
  accepts: Parameters[];
  refuses: Parameters[];
}

export function readDefinitionCases(): DefinitionCase[] {
  const file = join(FUNCTION_DIRECTORY, 'definition-cases.yaml');
  return parse(readFileSync(file, 'utf8')) as DefinitionCase[];
}

/** A CEL rule, and where in the schema it is. */
export interface PlacedRule {
  at: string;
  says: string;
  /** Whether it compares with what was before, so that it counts for changes only. */
  isTransition: boolean;
}

/** Every CEL rule of a schema. */
export function rulesOf(schema: Schema, at = ''): PlacedRule[] {
  const { properties = {}, items, additionalProperties } = schema;
  const below = (key: string) => (at ? `${at}.${key}` : key);
  return [
    ...(schema['x-kubernetes-validations'] ?? []).map(({ rule, message }) => ({
      at,
      says: message ?? rule,
      isTransition: /\boldSelf\b/.test(rule),
    })),
    ...Object.entries(properties).flatMap(([key, property]) =>
      rulesOf(property, below(key)),
    ),
    ...(items ? rulesOf(items, `${at}[]`) : []),
    ...(typeof additionalProperties === 'object'
      ? rulesOf(additionalProperties, `${at}{}`)
      : []),
  ];
}

import { readFileSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { parse } from 'yaml';

export interface Reference {
  $ref: string;
}

export interface Response {
  content?: { 'application/json': { schema: object } };
}

export interface Parameter {
  name: string;
  in: 'path' | 'query';
}

export interface Operation {
  parameters?: Array<Parameter | Reference>;
  requestBody?: { content: { 'application/json': { schema: Reference } } };
  responses: Record<string, Response | Reference>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: {
    responses: Record<string, Response>;
    parameters: Record<string, Parameter>;
  };
}

/** The document that describes the API. */
export const openApi: Document = parse(
  readFileSync(
    resolvePackagePath(
      '@mlops-platform/backstage-plugin-mlflow-environments-backend',
      'src/schema/openapi.yaml',
    ),
    'utf8',
  ),
);

/** Every operation of the API. */
export const OPERATIONS = Object.entries(openApi.paths).flatMap(
  ([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toLocaleUpperCase('en-US'),
      path,
      operation,
    })),
);

/** The parameters of an operation, references followed. */
export function parametersOf(operation: Operation): Parameter[] {
  return (operation.parameters ?? []).map(parameter =>
    '$ref' in parameter
      ? openApi.components.parameters[
          parameter.$ref.replace('#/components/parameters/', '')
        ]
      : parameter,
  );
}

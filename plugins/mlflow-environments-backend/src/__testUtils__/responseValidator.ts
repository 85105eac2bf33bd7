import Ajv, { ValidateFunction } from 'ajv';
import { readFileSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { parse } from 'yaml';

interface Document {
  paths: Record<
    string,
    Record<string, { responses: Record<string, Response | Reference> }>
  >;
  components: { responses: Record<string, Response> };
}

interface Response {
  content?: { 'application/json': { schema: object } };
}

interface Reference {
  $ref: string;
}

const document: Document = parse(
  readFileSync(
    resolvePackagePath(
      '@mlops-platform/backstage-plugin-mlflow-environments-backend',
      'src/schema/openapi.yaml',
    ),
    'utf8',
  ),
);
const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addSchema(document, 'openapi');
const validators = new Map<string, ValidateFunction>();

/** Throws unless the OpenAPI document says that this can be an answer to that request. */
export function expectDocumented(
  method: string,
  path: string,
  status: number,
  body: unknown,
): void {
  const template = templateOf(path);
  const responses = document.paths[template]?.[method.toLowerCase()]?.responses;
  const key = responses && (status in responses ? String(status) : 'default');
  const documented = key && responses[key];
  if (!documented) {
    throw new Error(
      `${method} ${path} answers ${status}, which isn't documented`,
    );
  }
  const response =
    '$ref' in documented
      ? document.components.responses[
          documented.$ref.replace('#/components/responses/', '')
        ]
      : documented;
  const schema = response.content?.['application/json'].schema;
  if (!schema) {
    return;
  }
  const validate = validatorOf(schema);
  if (!validate(body)) {
    throw new Error(
      `${method} ${path} answers ${status} with ${JSON.stringify(
        body,
      )}: ${ajv.errorsText(validate.errors)}`,
    );
  }
}

function validatorOf(schema: object): ValidateFunction {
  const absolute = JSON.stringify(schema).replaceAll('"#/', '"openapi#/');
  const known = validators.get(absolute);
  const validator = known ?? ajv.compile(JSON.parse(absolute));
  validators.set(absolute, validator);
  return validator;
}

function templateOf(path: string): string {
  const parts = path.split('?')[0].split('/');
  const template = Object.keys(document.paths).find(candidate => {
    const expected = candidate.split('/');
    return (
      expected.length === parts.length &&
      expected.every((part, i) => part.startsWith('{') || part === parts[i])
    );
  });
  if (!template) {
    throw new Error(`There is no path ${path} in the OpenAPI document`);
  }
  return template;
}

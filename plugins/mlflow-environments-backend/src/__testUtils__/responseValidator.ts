import Ajv, { ValidateFunction } from 'ajv';
import { openApi } from './openApi';

const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addSchema(openApi, 'openapi');
const validators = new Map<string, ValidateFunction>();

/** Throws unless the OpenAPI document says that this can be an answer to that request. */
export function expectDocumented(
  method: string,
  path: string,
  status: number,
  body: unknown,
): void {
  const template = templateOf(path);
  const responses = openApi.paths[template]?.[method.toLowerCase()]?.responses;
  const key = responses && (status in responses ? String(status) : 'default');
  const documented = key && responses[key];
  if (!documented) {
    throw new Error(
      `${method} ${path} answers ${status}, which isn't documented`,
    );
  }
  const response =
    '$ref' in documented
      ? openApi.components.responses[
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
  const template = Object.keys(openApi.paths).find(candidate => {
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

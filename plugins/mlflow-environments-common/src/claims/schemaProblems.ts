import { Schema, Validator } from '@cfworker/json-schema';
import { environmentSchema, StructuralSchema } from './environmentSchema';
import { checkName } from './name';
import { isObject, ownValue } from './objects';
import { ClaimProblem } from './types';

/*
 * The validator interprets the schema. One that compiles it (Ajv) needs `eval`, which the content security policy of a
 * Backstage app in production forbids.
 */
const validator = new Validator(environmentSchema as Schema, '2019-09', false);

/** Keywords whose errors only say that a part deeper down is wrong, which has an error of its own. */
const ENCLOSING = ['properties', 'items', 'additionalProperties'];

/** What a field's pattern means, for people who don't read regular expressions. */
const PATTERNS: readonly [path: RegExp, message: string][] = [
  [/\.region$/, 'must be an AWS region like us-east-1'],
  [/\.(owner|costCenter)$/, 'must not contain control characters'],
  [/\.database\.version$/, 'must be a MongoDB version like 8.0, 8.0 or later'],
  [/\.allowedCidrs\[\d+\]$/, 'must be an IPv4 network like 203.0.113.0/24'],
  [
    /\.server\.version$/,
    'must be an MLflow version like 3.5.0, 3.5.0 or later',
  ],
  [/\.cpu$/, 'must be a number of CPUs like 500m or 2'],
  [/\.memory$/, 'must be an amount of memory like 512Mi or 2Gi'],
  [
    /\.ingressHost$/,
    'must be a host name in lower case like mlflow.example.com',
  ],
  [/\.projectId$/, 'must be an Atlas project id of 24 hexadecimal digits'],
];

const NAME_PATH = 'spec.parameters.environmentID';

/** What a value violates of the environment's schema. */
export function schemaProblems(value: unknown): ClaimProblem[] {
  const problems = validator
    .validate(value)
    .errors.filter(({ keyword }) => !ENCLOSING.includes(keyword))
    .map(({ keyword, instanceLocation, keywordLocation, error }) => {
      const pointer = fromPointer(instanceLocation);
      return describe(
        keyword,
        formatPath(pointer),
        at(value, pointer),
        at(environmentSchema, fromPointer(keywordLocation)),
        error,
      );
    });
  return onePerField([
    ...problems,
    ...strictProblems(value, environmentSchema, ''),
  ]);
}

function describe(
  keyword: string,
  path: string,
  value: unknown,
  limit: unknown,
  error: string,
): ClaimProblem {
  if (path === NAME_PATH && typeof value === 'string') {
    const message = checkName(value);
    if (message) return { path, message };
  }
  switch (keyword) {
    case 'required': {
      const field = /"(.+)"/.exec(error)?.[1] ?? '';
      return { path: join(path, field), message: 'is required' };
    }
    case 'type':
      return { path, message: typeMessage(value, String(limit)) };
    case 'enum':
      return {
        path,
        message: `must be one of ${(limit as unknown[]).join(', ')}`,
      };
    case 'minLength':
      return {
        path,
        message:
          value === ''
            ? 'must not be empty'
            : `must have at least ${limit} characters`,
      };
    case 'maxLength':
      return {
        path,
        message: `has ${
          Array.from(String(value)).length
        } characters, ${limit} are allowed`,
      };
    case 'pattern':
      return {
        path,
        message:
          PATTERNS.find(([field]) => field.test(path))?.[1] ??
          `must match ${limit}`,
      };
    case 'minimum':
      return { path, message: `must be at least ${limit}` };
    case 'maximum':
      return { path, message: `must be at most ${limit}` };
    case 'maxItems':
      return {
        path,
        message: `has ${
          (value as unknown[]).length
        } entries, ${limit} are allowed`,
      };
    default:
      return { path, message: error };
  }
}

/** What Kubernetes' strict field validation and list types add to OpenAPI. */
function strictProblems(
  value: unknown,
  schema: StructuralSchema,
  path: string,
): ClaimProblem[] {
  if (Array.isArray(value)) {
    return [
      ...(schema['x-kubernetes-list-type'] === 'set'
        ? repeated(value).map(entry => ({
            path,
            message: `lists ${entry} more than once`,
          }))
        : []),
      ...value.flatMap((item, index) =>
        strictProblems(item, schema.items ?? {}, `${path}[${index}]`),
      ),
    ];
  }
  if (!isObject(value) || !schema.properties) return [];
  const { properties } = schema;
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true;
  return Object.entries(value).flatMap(([name, field]) => {
    if (ownValue(properties, name) !== undefined) {
      return strictProblems(field, properties[name], join(path, name));
    }
    return open
      ? []
      : [unknownField(join(path, name), name, Object.keys(properties))];
  });
}

function unknownField(
  path: string,
  name: string,
  known: string[],
): ClaimProblem {
  const meant = known.find(
    field => field.toLowerCase() === name.toLowerCase().replace(/[-_]/g, ''),
  );
  return {
    path,
    message: `is not a field of an environment${
      meant ? `, ${meant} is` : `; known here: ${known.join(', ')}`
    }`,
  };
}

function repeated(values: unknown[]): string[] {
  const texts = values.map(value => String(value));
  return [...new Set(texts.filter((text, i) => texts.indexOf(text) !== i))];
}

function typeMessage(value: unknown, expected: string): string {
  const article = /^[aio]/.test(expected) ? 'an' : 'a';
  const names: Record<string, string> = { object: 'mapping', array: 'list' };
  const wanted = names[expected]
    ? `a ${names[expected]}`
    : `${article} ${expected}`;
  const quotable = typeof value === 'number' || typeof value === 'boolean';
  return expected === 'string' && quotable
    ? `must be a string, not the ${typeof value} ${value}: put it in quotes`
    : `must be ${wanted}`;
}

/** One problem a field: the first is the one to solve first, and often the cause of the others. */
function onePerField(problems: ClaimProblem[]): ClaimProblem[] {
  const fields = new Map<string, ClaimProblem>();
  for (const problem of problems) {
    if (!fields.has(problem.path)) fields.set(problem.path, problem);
  }
  return [...fields.values()];
}

function fromPointer(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map(part =>
      decodeURIComponent(part).replace(/~1/g, '/').replace(/~0/g, '~'),
    );
}

function at(value: unknown, pointer: string[]): unknown {
  return pointer.reduce<unknown>(
    (parent, key) =>
      typeof parent === 'object' && parent !== null
        ? ownValue(parent, key)
        : undefined,
    value,
  );
}

function formatPath(pointer: string[]): string {
  return pointer.reduce(
    (path, part) =>
      /^\d+$/.test(part) ? `${path}[${part}]` : join(path, part),
    '',
  );
}

function join(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`;
}

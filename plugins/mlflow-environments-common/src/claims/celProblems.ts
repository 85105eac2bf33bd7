import { Environment } from '@marcbachmann/cel-js';
import { StructuralSchema, ValidationRule } from './environmentSchema';
import { isObject, ownValue } from './objects';
import { ClaimProblem } from './types';

const cel = new Environment()
  .registerVariable('self', 'dyn')
  .registerVariable('oldSelf', 'dyn');

type Rule = ReturnType<typeof cel.parse>;

const compiled = new Map<string, Rule>();

/**
 * What a value violates of its schema's CEL rules. Transition rules, those that mention `oldSelf`, apply only where there is an
 * old value, as in Kubernetes.
 *
 * Both values have to be valid by the schema and complete with its defaults: rules are written for such.
 */
export function celProblems(
  schema: StructuralSchema,
  value: unknown,
  oldValue: unknown,
  path = '',
): ClaimProblem[] {
  const own = (schema['x-kubernetes-validations'] ?? []).flatMap(rule => {
    const transition = /\boldSelf\b/.test(rule.rule);
    if (transition && oldValue === undefined) return [];
    return check(rule, toCel(value, schema), toCel(oldValue, schema), path);
  });
  return [...own, ...nestedProblems(schema, value, oldValue, path)];
}

function nestedProblems(
  schema: StructuralSchema,
  value: unknown,
  oldValue: unknown,
  path: string,
): ClaimProblem[] {
  if (Array.isArray(value)) {
    // entries of a plain list have no identity, so there is no old one to compare with
    return value.flatMap((item, index) =>
      celProblems(schema.items ?? {}, item, undefined, `${path}[${index}]`),
    );
  }
  if (!isObject(value)) return [];
  return Object.entries(schema.properties ?? {}).flatMap(
    ([name, fieldSchema]) => {
      const field = ownValue(value, name);
      if (field === undefined) return [];
      const oldField = isObject(oldValue)
        ? ownValue(oldValue, name)
        : undefined;
      return celProblems(
        fieldSchema,
        field,
        oldField,
        path === '' ? name : `${path}.${name}`,
      );
    },
  );
}

function check(
  { rule, message, fieldPath = '' }: ValidationRule,
  self: unknown,
  oldSelf: unknown,
  path: string,
): ClaimProblem[] {
  const problem = {
    path: `${path}${fieldPath}`.replace(/^\./, ''),
    message: message ?? `breaks the rule ${rule}`,
  };
  try {
    return evaluate(rule, self, oldSelf) === true ? [] : [problem];
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : '';
    return [
      { ...problem, message: `${problem.message} (not checked: ${reason})` },
    ];
  }
}

function evaluate(rule: string, self: unknown, oldSelf: unknown): unknown {
  let evaluator = compiled.get(rule);
  if (!evaluator) {
    evaluator = cel.parse(rule);
    compiled.set(rule, evaluator);
  }
  return evaluator({ self, oldSelf });
}

/** CEL tells integers from floating point, JavaScript doesn't: the schema says which is meant. */
function toCel(value: unknown, schema: StructuralSchema): unknown {
  if (typeof value === 'number' && schema.type === 'integer') {
    return BigInt(value);
  }
  if (Array.isArray(value)) {
    return value.map(item => toCel(item, schema.items ?? {}));
  }
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, field]) => [
        name,
        toCel(field, schema.properties?.[name] ?? {}),
      ]),
    );
  }
  return value;
}

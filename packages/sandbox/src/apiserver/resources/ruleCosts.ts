import { RuleEvaluator } from '../cel/rules';
import { estimateCost } from '../cel/cost';
import { mostInRequest, shapeOf } from '../cel/shapes';
import { forbidden, type FieldError } from '../model/fieldErrors';
import { isJsonObject, type JsonValue } from '../model/objects';
import type { Schema } from '../schema/schema';

/** What one rule may cost, in all the places of an object where it is run. */
const RULE_BUDGET = 10_000_000;
/** What all rules of a schema together may cost. */
const SCHEMA_BUDGET = 100_000_000;
/** So many of the most expensive rules are named when all together cost too much. */
const MOST_NAMED = 4;

const ADVICE =
  '(try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)';

interface RuleCost {
  at: string;
  cost: number;
}

/**
 * The rules that could cost too much on the largest object that the schema allows: kube-apiserver refuses a
 * CustomResourceDefinition with such rules.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#resource-use-by-validation-functions
 */
export function costErrors(schema: Schema, path: string): FieldError[] {
  const costs = costsOf(schema, path, 1);
  const errors = costs
    .filter(({ cost }) => cost > RULE_BUDGET)
    .map(({ at, cost }) =>
      forbidden(
        at,
        `estimated rule cost exceeds budget by factor of ${factor(
          cost / RULE_BUDGET,
        )} ${ADVICE}`,
      ),
    );
  const total = costs.reduce((sum, { cost }) => sum + cost, 0);
  if (total <= SCHEMA_BUDGET) return errors;
  const named = [...costs]
    .sort((a, b) => b.cost - a.cost)
    .slice(0, MOST_NAMED)
    .filter(({ cost }) => cost > total / 100);
  return [
    ...errors,
    ...named.map(({ at }) =>
      forbidden(
        at,
        'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema',
      ),
    ),
    forbidden(
      path,
      `x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema exceeds budget by factor of ${factor(
        total / SCHEMA_BUDGET,
      )} ${ADVICE}`,
    ),
  ];
}

/**
 * @param times - in how many places of an object the schema can apply, as far as its lists and maps are bounded; otherwise it
 * is as many as fit into a request
 */
function costsOf(
  schema: Schema,
  path: string,
  times: number | undefined,
): RuleCost[] {
  const { properties = {}, additionalProperties, items } = schema;
  const rules = schema['x-kubernetes-validations'] ?? [];
  const self = rules.length > 0 ? shapeOf(schema) : undefined;
  const own = rules.flatMap(({ rule }, index) => {
    const ast = self && RuleEvaluator.parsed(rule);
    return ast
      ? [
          {
            at: `${path}.x-kubernetes-validations[${index}].rule`,
            cost:
              (times ?? mostInRequest(schema)) *
              estimateCost(ast, { self, oldSelf: self }),
          },
        ]
      : [];
  });
  return [
    ...own,
    ...Object.entries(properties).flatMap(([name, property]) =>
      costsOf(property, `${path}.properties[${name}]`, times),
    ),
    ...(isJsonObject(additionalProperties)
      ? costsOf(
          additionalProperties,
          `${path}.additionalProperties`,
          product(times, schema.maxProperties),
        )
      : []),
    ...(items
      ? costsOf(items, `${path}.items`, product(times, schema.maxItems))
      : []),
  ];
}

function product(
  times: number | undefined,
  bound: JsonValue | undefined,
): number | undefined {
  return times !== undefined && typeof bound === 'number'
    ? times * bound
    : undefined;
}

function factor(times: number): string {
  if (times > 100) return 'more than 100x';
  return `${times.toFixed(times < 1.5 ? 6 : 1)}x`;
}

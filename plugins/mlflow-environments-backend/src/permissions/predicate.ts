import {
  AuthorizeResult,
  PermissionCriteria,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  ConditionTransformer,
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import { EnvironmentCondition, EnvironmentFacts } from './resource';

/** Whether an environment with these facts may be had. */
export type EnvironmentPredicate = (facts: EnvironmentFacts) => boolean;

/** Turns a policy's decision into something that a list can be filtered with, without asking again. */
export function toPredicate(
  decision: PolicyDecision,
  transformConditions: ConditionTransformer<EnvironmentCondition>,
): EnvironmentPredicate {
  switch (decision.result) {
    case AuthorizeResult.ALLOW:
      return () => true;
    case AuthorizeResult.CONDITIONAL:
      return compile(transformConditions(decision.conditions));
    default:
      return () => false;
  }
}

function compile(
  criteria: PermissionCriteria<EnvironmentCondition>,
): EnvironmentPredicate {
  if (isAndCriteria(criteria)) {
    const all = criteria.allOf.map(compile);
    return facts => all.every(holds => holds(facts));
  }
  if (isOrCriteria(criteria)) {
    const any = criteria.anyOf.map(compile);
    return facts => any.some(holds => holds(facts));
  }
  if (isNotCriteria(criteria)) {
    const holds = compile(criteria.not);
    return facts => !holds(facts);
  }
  const values = new Set(criteria.values);
  return facts => values.has(facts[criteria.fact]);
}

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

type Test<T> = (item: T) => boolean;
type Criteria = PermissionCriteria<EnvironmentCondition>;

/** A policy's decision, which an environment or a whole list can be held against without asking again. */
export class EnvironmentGrant {
  static readonly ALL = new EnvironmentGrant(true);
  static readonly NONE = new EnvironmentGrant(false);

  static of(
    decision: PolicyDecision,
    transformConditions: ConditionTransformer<EnvironmentCondition>,
  ): EnvironmentGrant {
    switch (decision.result) {
      case AuthorizeResult.ALLOW:
        return EnvironmentGrant.ALL;
      case AuthorizeResult.CONDITIONAL:
        return new EnvironmentGrant(transformConditions(decision.conditions));
      default:
        return EnvironmentGrant.NONE;
    }
  }

  /** Whether an environment with these facts may be had. */
  readonly includes: Test<EnvironmentFacts>;

  constructor(private readonly criteria: Criteria | boolean) {
    this.includes = this.testOf(({ fact, values }) => {
      const wanted = new Set(values);
      return facts => wanted.has(facts[fact]);
    });
  }

  /** The same for whatever else stands for environments, given how to test it for one condition. */
  testOf<T>(
    testOfCondition: (condition: EnvironmentCondition) => Test<T>,
  ): Test<T> {
    const { criteria } = this;
    return typeof criteria === 'boolean'
      ? () => criteria
      : compile(criteria, testOfCondition);
  }
}

function compile<T>(
  criteria: Criteria,
  testOfCondition: (condition: EnvironmentCondition) => Test<T>,
): Test<T> {
  const compiled = (part: Criteria) => compile(part, testOfCondition);
  if (isAndCriteria(criteria)) {
    return criteria.allOf
      .map(compiled)
      .reduce((first, second) => item => first(item) && second(item));
  }
  if (isOrCriteria(criteria)) {
    return criteria.anyOf
      .map(compiled)
      .reduce((first, second) => item => first(item) || second(item));
  }
  if (isNotCriteria(criteria)) {
    const holds = compiled(criteria.not);
    return item => !holds(item);
  }
  return testOfCondition(criteria);
}

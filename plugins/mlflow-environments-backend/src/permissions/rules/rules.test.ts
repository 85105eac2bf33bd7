import fc from 'fast-check';
import {
  AuthorizeResult,
  ConditionalPolicyDecision,
  PermissionCriteria,
  PermissionCondition,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  createConditionTransformer,
} from '@backstage/plugin-permission-node';
import { mlflowEnvironmentConditions as conditions } from '../conditions';
import { EnvironmentGrant } from '../EnvironmentGrant';
import { EnvironmentFacts } from '../resource';
import { environmentRules } from '.';

const rules = Object.values(environmentRules);
const ruleset = {
  getRuleByName: (name: string) => {
    const rule = rules.find(candidate => candidate.name === name);
    if (!rule) {
      throw new Error(`No rule ${name}`);
    }
    return rule;
  },
};
const authorize = createConditionAuthorizer<EnvironmentFacts>(ruleset);
const transform = createConditionTransformer(ruleset);

const OURS: EnvironmentFacts = {
  cluster: 'one',
  namespace: 'team-a',
  stage: 'prod',
  owner: 'group:default/team-a',
};

const word = fc.constantFrom('a', 'b', 'c');
const words = fc.array(word, { maxLength: 3 });
const someFacts: fc.Arbitrary<EnvironmentFacts> = fc.record({
  cluster: word,
  namespace: word,
  stage: word,
  owner: word,
});
const someCondition: fc.Arbitrary<PermissionCondition> = fc.oneof(
  words.map(claims => conditions.isOwner({ claims })),
  words.map(stages => conditions.hasStage({ stages })),
  words.map(namespaces => conditions.inNamespace({ namespaces })),
  words.map(clusters => conditions.inCluster({ clusters })),
);
type Criteria = PermissionCriteria<PermissionCondition>;

const someCriteria = fc.letrec<{ criteria: Criteria; list: Criteria[] }>(
  tie => ({
    criteria: fc.oneof<fc.Arbitrary<Criteria>[]>(
      someCondition,
      tie('list').map(([first, ...rest]) => ({ allOf: [first, ...rest] })),
      tie('list').map(([first, ...rest]) => ({ anyOf: [first, ...rest] })),
      tie('criteria').map(not => ({ not })),
    ),
    list: fc.array(tie('criteria'), { minLength: 1, maxLength: 3 }),
  }),
).criteria;

function decisionOf(criteria: Criteria): ConditionalPolicyDecision {
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'mlflow-environments',
    resourceType: 'mlflow-environment',
    conditions: criteria,
  };
}

describe('the permission rules', () => {
  it.each([
    ['isOwner', conditions.isOwner({ claims: ['group:default/team-a'] }), true],
    [
      'isOwner',
      conditions.isOwner({ claims: ['group:default/team-b'] }),
      false,
    ],
    ['isOwner', conditions.isOwner({ claims: [] }), false],
    ['hasStage', conditions.hasStage({ stages: ['dev', 'prod'] }), true],
    ['hasStage', conditions.hasStage({ stages: ['dev'] }), false],
    ['inNamespace', conditions.inNamespace({ namespaces: ['team-a'] }), true],
    ['inNamespace', conditions.inNamespace({ namespaces: ['team'] }), false],
    ['inCluster', conditions.inCluster({ clusters: ['one'] }), true],
    ['inCluster', conditions.inCluster({ clusters: ['two'] }), false],
  ])('%s decides %j with %s', (_, condition, expected) => {
    const decision = decisionOf(condition);
    expect(EnvironmentGrant.of(decision, transform).includes(OURS)).toBe(
      expected,
    );
  });

  it('decide alike on one environment and on a list, however they are combined', () => {
    fc.assert(
      fc.property(someCriteria, someFacts, (criteria, facts) => {
        const decision = decisionOf(criteria);
        expect(EnvironmentGrant.of(decision, transform).includes(facts)).toBe(
          authorize(decision, facts),
        );
      }),
    );
  });

  it('leave nothing to who is denied and nothing out to who is allowed', () => {
    const includesOurs = (
      result: AuthorizeResult.ALLOW | AuthorizeResult.DENY,
    ) => EnvironmentGrant.of({ result }, transform).includes(OURS);
    expect(includesOurs(AuthorizeResult.DENY)).toBe(false);
    expect(includesOurs(AuthorizeResult.ALLOW)).toBe(true);
  });
});

import {
  PermissionCondition,
  PermissionCriteria,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import {
  EnvironmentList,
  environmentReadPermission,
  RESOURCE_TYPE_MLFLOW_ENVIRONMENT,
  Status,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import fc from 'fast-check';
import { DEFINITIONS } from './__testUtils__/definitions';
import { anEnvironment } from './__testUtils__/objects';
import { DENY, TestBackend, TestPolicy } from './__testUtils__/TestBackend';
import { TestCluster } from './__testUtils__/TestCluster';
import {
  createMlflowEnvironmentConditionalDecision,
  mlflowEnvironmentConditions as conditions,
} from './permissions/conditions';
import { EnvironmentFacts } from './permissions/resource';
import { environmentRules } from './permissions/rules';
import { eventually } from './watch/__testUtils__/eventually';

jest.setTimeout(120_000);

const CLUSTERS = ['one', 'two'];
const NAMESPACES = ['team-a', 'team-b'];
const STAGES = ['dev', 'staging', 'prod'];
const OWNERS = ['group:default/team-a', 'group:default/team-b'];

type Criteria = PermissionCriteria<
  PermissionCondition<typeof RESOURCE_TYPE_MLFLOW_ENVIRONMENT>
>;

const aCondition: fc.Arbitrary<Criteria> = fc.oneof(
  fc.subarray(OWNERS).map(claims => conditions.isOwner({ claims })),
  fc.subarray(STAGES).map(stages => conditions.hasStage({ stages })),
  fc
    .subarray(NAMESPACES)
    .map(namespaces => conditions.inNamespace({ namespaces })),
  fc.subarray(CLUSTERS).map(clusters => conditions.inCluster({ clusters })),
);

const someCriteria: fc.Arbitrary<Criteria> = fc.letrec<{ any: Criteria }>(
  tie => {
    const several = fc
      .tuple(tie('any'), fc.array(tie('any'), { maxLength: 2 }))
      .map(([first, rest]): [Criteria, ...Criteria[]] => [first, ...rest]);
    return {
      any: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        aCondition,
        several.map(anyOf => ({ anyOf })),
        several.map(allOf => ({ allOf })),
        tie('any').map(not => ({ not })),
      ),
    };
  },
).any;

interface Member extends EnvironmentFacts {
  name: string;
}

const FLEET: Member[] = CLUSTERS.flatMap(cluster =>
  NAMESPACES.flatMap(namespace =>
    STAGES.flatMap(stage =>
      OWNERS.map((owner, i) => ({
        name: `${cluster}-${namespace}-${stage}-${i}`,
        cluster,
        namespace,
        stage,
        owner,
      })),
    ),
  ),
);

const rules = Object.values(environmentRules);
const appliesTo = createConditionAuthorizer<EnvironmentFacts>({
  getRuleByName: name => {
    const rule = rules.find(candidate => candidate.name === name);
    if (!rule) {
      throw new Error(`There is no rule ${name}`);
    }
    return rule;
  },
});

function counted(members: Member[], fact: keyof EnvironmentFacts) {
  const values = [...new Set(members.map(member => member[fact]))].sort();
  return values.map(value => ({
    value,
    count: members.filter(member => member[fact] === value).length,
  }));
}

describe('a conditional decision', () => {
  let clusters: TestCluster[];
  let backend: TestBackend;
  let decision: PolicyDecision;

  const policy: TestPolicy = permission =>
    permission === environmentReadPermission.name ? decision : DENY;

  beforeAll(async () => {
    clusters = await Promise.all(
      CLUSTERS.map(() => TestCluster.start(DEFINITIONS)),
    );
    for (const { name, cluster, namespace, stage, owner } of FLEET) {
      await clusters[CLUSTERS.indexOf(cluster)].create(
        anEnvironment(name, {
          namespace,
          resources: [],
          parameters: { stage, owner },
        }),
      );
    }
    backend = await TestBackend.start({
      clusters: clusters.map(({ url, token }, i) => ({
        name: CLUSTERS[i],
        url,
        token,
      })),
      policy,
    });
    await eventually(async () => {
      const { body } = await backend.getAsService<EnvironmentList>(
        '/environments',
      );
      if (body.totalItems !== FLEET.length) {
        throw new Error('The fleet is not read in full');
      }
    });
  });

  afterAll(async () => {
    await backend.stop();
    await Promise.all(clusters.map(cluster => cluster.stop()));
  });

  it('lists, counts and finds what its rules say one by one, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(
        someCriteria,
        fc.constantFrom(undefined, ...STAGES),
        async (criteria, stage) => {
          decision = createMlflowEnvironmentConditionalDecision(
            environmentReadPermission,
            criteria,
          );
          const readable = FLEET.filter(member => appliesTo(decision, member));
          const listed = readable.filter(
            member => stage === undefined || member.stage === stage,
          );

          const { body } = await backend.get<EnvironmentList>(
            `/environments?limit=100${stage ? `&stage=${stage}` : ''}`,
          );
          expect(body.items.map(({ ref }) => ref.name)).toEqual(
            listed.map(({ name }) => name).sort(),
          );
          expect(body.totalItems).toBe(listed.length);
          expect(body.facets).toEqual({
            status: listed.length
              ? [{ value: 'Healthy', count: listed.length }]
              : [],
            cluster: counted(listed, 'cluster'),
            namespace: counted(listed, 'namespace'),
            owner: counted(listed, 'owner'),
            // a facet isn't narrowed by its own filter
            stage: counted(readable, 'stage'),
          });

          const { body: status } = await backend.get<Status>('/status');
          expect(
            status.clusters.map(({ name, environments, kinds }) => ({
              name,
              environments,
              kinds,
            })),
          ).toEqual(
            CLUSTERS.map(name => ({
              name,
              environments: readable.filter(({ cluster }) => cluster === name)
                .length,
              kinds: [],
            })),
          );

          for (const member of [FLEET[0], FLEET[FLEET.length - 1]]) {
            const path = `/environments/${member.cluster}/${member.namespace}/${member.name}`;
            const expected = readable.includes(member) ? 200 : 404;
            for (const part of ['', '/events', '/history']) {
              const answer = await backend.get(`${path}${part}`);
              expect(answer.status).toBe(expected);
            }
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

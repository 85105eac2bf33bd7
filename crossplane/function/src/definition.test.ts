import { parse } from 'yaml';
import { KubernetesObject, plan, readEnvironment } from '.';
import { anEnvironment, someSettings } from './__testUtils__/builders';
import { readDefinitionCases, rulesOf } from './__testUtils__/definitionCases';
import {
  describeWithShared,
  readArticle,
  readCrossplaneCrd,
  readCrossplaneFile,
  readCrossplaneYaml,
  sharedNote,
} from './__testUtils__/files';
import { schemaOf, violations, withDefaults } from './__testUtils__/schema';
import { fieldAt } from './kubernetes';

const definition = readCrossplaneYaml(
  'apis/mlflowenvironments/definition.yaml',
);
const schema = schemaOf(definition, 'v1alpha1');

/** What the API server says to a new claim. */
function onCreate(parameters: Record<string, unknown>): string[] {
  return violations(schema, withDefaults(schema, anEnvironment(parameters)));
}

/** What it says to a change of one. */
function onUpdate(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): string[] {
  return violations(
    schema,
    withDefaults(schema, anEnvironment(after)),
    withDefaults(schema, anEnvironment(before)),
  );
}

function isKubernetesObject(value: unknown): value is KubernetesObject {
  return typeof fieldAt(value, 'metadata', 'name') === 'string';
}

function readClaim(file: string): KubernetesObject {
  const claim = readCrossplaneYaml(file);
  if (!isKubernetesObject(claim)) throw new Error(`${file} is no claim`);
  return claim;
}

describe('the definition', () => {
  it.each(['examples/dev-team-a-project.yaml', 'examples/full.yaml'])(
    'accepts %s, which can be composed',
    file => {
      const claim = readClaim(file);
      expect(violations(schema, withDefaults(schema, claim))).toEqual([]);
      expect(plan(claim, someSettings())).not.toEqual([]);
    },
  );

  it('fills in the same defaults as the function does for previews', () => {
    const claim = anEnvironment();
    const { resources, ...server } = readEnvironment(claim, someSettings())
      .parameters.server;
    const { allowedCidrs, ...database } = readEnvironment(claim, someSettings())
      .parameters.database;
    expect({ resources, allowedCidrs }).toEqual({
      resources: { requests: {}, limits: {} },
      allowedCidrs: [],
    });
    expect(fieldAt(withDefaults(schema, claim), 'spec', 'parameters')).toEqual({
      ...readEnvironment(claim, someSettings()).parameters,
      server,
      database,
    });
  });

  it.each([
    ['environmentID', { environmentID: 'demo' }, { environmentID: 'Demo' }],
    ['environmentID', {}, { environmentID: 'a'.repeat(41) }],
    ['region', { region: 'us-gov-west-1' }, { region: 'us_east_1' }],
    ['stage', { stage: 'staging' }, { stage: 'production' }],
    ['owner', { owner: 'group:default/team-a' }, { owner: 'team\na' }],
    ['owner', { owner: 'ö'.repeat(191) }, { owner: 'ö'.repeat(192) }],
    ['tier', { database: { tier: 'M40' } }, { database: { tier: 'M50' } }],
    [
      'version',
      { database: { version: '8.0' } },
      { database: { version: '7.0' } },
    ],
    [
      'allowedCidrs',
      { database: { allowedCidrs: ['10.1.0.0/16'] } },
      { database: { allowedCidrs: ['0.0.0.0/0'] } },
    ],
    [
      'allowedCidrs',
      { database: { allowedCidrs: ['203.0.113.255/32'] } },
      { database: { allowedCidrs: ['203.0.113.256/32'] } },
    ],
    [
      'retentionDays',
      { artifacts: { retentionDays: 1 } },
      { artifacts: { retentionDays: 0 } },
    ],
    ['replicas', { server: { replicas: 10 } }, { server: { replicas: 11 } }],
    [
      'version',
      { server: { version: '3.5.0' } },
      { server: { version: '3.4.9' } },
    ],
    [
      'memory',
      { server: { resources: { requests: { memory: '1.5Gi' } } } },
      { server: { resources: { requests: { memory: '1.5' } } } },
    ],
    [
      'cpu',
      { server: { resources: { limits: { cpu: '250m' } } } },
      { server: { resources: { limits: { cpu: 2 } } } },
    ],
    [
      'ingressHost',
      { server: { ingressHost: 'a.mlflow.example.com' } },
      { server: { ingressHost: 'A.mlflow.example.com' } },
    ],
    [
      'projectId',
      { reclaim: { projectId: '65f0a1b2c3d4e5f601234567' } },
      { reclaim: { projectId: 'my-project' } },
    ],
  ])('bounds %s: %j but not %j', (_field, good, bad) => {
    expect(onCreate(good)).toEqual([]);
    expect(onCreate(bad)).not.toEqual([]);
  });

  const cases = readDefinitionCases();

  /** What the API server says to the last of several versions of a claim. */
  function onLast(steps: Record<string, unknown>[]): string[] {
    const [before, after] = steps.slice(-2);
    return after ? onUpdate(before, after) : onCreate(before);
  }

  it.each(cases)('$at: "$says"', ({ says, accepts, refuses }) => {
    expect(onLast(accepts)).toEqual([]);
    expect(onLast(refuses)).toContain(says);
  });

  it('has cases for every rule, and none that are about no rule', () => {
    const named = ({ at, says }: { at: string; says: string }) =>
      `${at}: ${says}`;
    expect(new Set(cases.map(named))).toEqual(
      new Set(rulesOf(schema).map(named)),
    );
  });

  it.each(rulesOf(schema).filter(({ isTransition }) => isTransition))(
    'has a change in every case of $at: "$says"',
    ({ at, says }) => {
      const about = cases.filter(each => each.at === at && each.says === says);
      for (const { accepts, refuses } of about) {
        expect(accepts.length).toBeGreaterThan(1);
        expect(refuses.length).toBeGreaterThan(1);
      }
    },
  );
});

describeWithShared(`the article's claim${sharedNote}`, () => {
  const articlesClaim = () =>
    /# 08-claim-mlflow-dev-team-a\.yaml\n[\s\S]*?\n(?=\n)/.exec(
      readArticle(),
    )?.[0] ?? '';

  it('is the first example', () => {
    expect(readCrossplaneFile('examples/dev-team-a-project.yaml')).toBe(
      articlesClaim(),
    );
  });

  it('is accepted unchanged and gets an M10', () => {
    const defaulted = withDefaults<unknown>(schema, parse(articlesClaim()));
    expect(violations(schema, defaulted)).toEqual([]);
    expect(fieldAt(defaulted, 'spec', 'parameters', 'database', 'tier')).toBe(
      'M10',
    );
  });
});

describeWithShared(`what Crossplane is given${sharedNote}`, () => {
  it.each([
    [
      'apis/mlflowenvironments/definition.yaml',
      'apiextensions.crossplane.io_compositeresourcedefinitions.yaml',
      'v2',
    ],
    [
      'apis/mlflowenvironments/composition.yaml',
      'apiextensions.crossplane.io_compositions.yaml',
      'v1',
    ],
  ])('%s agrees with %s', (file, crd, version) => {
    expect(
      violations(
        schemaOf(readCrossplaneCrd(crd), version),
        readCrossplaneYaml(file),
      ),
    ).toEqual([]);
  });
});

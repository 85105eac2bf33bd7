import { parse } from 'yaml';
import { KubernetesObject, plan, readEnvironment } from '.';
import { anEnvironment, someSettings } from './__testUtils__/builders';
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

  it('refuses a name that is not the environmentID', () => {
    expect(onCreate({ environmentID: 'other' })).toEqual([
      'metadata.name must be equal to spec.parameters.environmentID',
    ]);
  });

  it.each([
    [
      'a prod environment keeps its data, deletionPolicy must be Orphan',
      { stage: 'prod', deletionPolicy: 'Orphan' },
      { stage: 'prod', deletionPolicy: 'Delete' },
    ],
    [
      'a prod environment needs a dedicated database tier, M10 or larger',
      { stage: 'prod', database: { tier: 'M10' } },
      { stage: 'prod', database: { tier: 'Flex' } },
    ],
    [
      'Atlas always backs up a Flex cluster, backup cannot be false with tier Flex',
      { database: { tier: 'Flex', backup: true } },
      { database: { tier: 'Flex', backup: false } },
    ],
    [
      'Atlas chooses the version of a Flex cluster, leave version out with tier Flex',
      { database: { tier: 'Flex' } },
      { database: { tier: 'Flex', version: '8.0' } },
    ],
    [
      'retentionDays applies to noncurrent versions only and needs versioning',
      { artifacts: { versioning: true, retentionDays: 30 } },
      { artifacts: { versioning: false, retentionDays: 30 } },
    ],
  ])('says "%s"', (message, good, bad) => {
    expect(onCreate(good)).toEqual([]);
    expect(onCreate(bad)).toEqual([message]);
  });

  const project = (digit: string) => ({
    reclaim: { projectId: digit.repeat(24) },
  });
  it.each<
    [
      message: string,
      allowed: [Record<string, unknown>, Record<string, unknown>],
      refused: [Record<string, unknown>, Record<string, unknown>],
    ]
  >([
    [
      'region is immutable, the data would stay behind',
      [{ region: 'us-east-1' }, {}],
      [{ region: 'us-west-2' }, {}],
    ],
    [
      'a Flex cluster cannot become a dedicated one, nor the other way round',
      [{ database: { tier: 'Flex' } }, { database: { tier: 'Flex' } }],
      [{ database: { tier: 'Flex' } }, { database: { tier: 'M10' } }],
    ],
    [
      'a dedicated tier can grow, not shrink',
      [{ database: { tier: 'M10' } }, { database: { tier: 'M40' } }],
      [{ database: { tier: 'M20' } }, {}],
    ],
    [
      'MongoDB cannot be downgraded, version can only grow once it is set',
      [{}, { database: { version: '8.2' } }],
      [{ database: { version: '8.2' } }, { database: { version: '8.0' } }],
    ],
    [
      'MongoDB cannot be downgraded, version can only grow once it is set',
      [{ database: { version: '8.2' } }, { database: { version: '10.0' } }],
      [{ database: { version: '8.0' } }, {}],
    ],
    [
      'reclaim can only be set when the environment is created',
      [project('a'), project('a')],
      [project('a'), project('b')],
    ],
    [
      'reclaim can only be set when the environment is created',
      [{}, { stage: 'staging' }],
      [{}, project('a')],
    ],
  ])('says "%s"', (message, allowed, refused) => {
    expect(onUpdate(...allowed)).toEqual([]);
    expect(onUpdate(...refused)).toContain(message);
  });

  it('lets nobody rename an environment', () => {
    expect(onUpdate({}, { environmentID: 'other' })).toContain(
      'environmentID is immutable',
    );
  });
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

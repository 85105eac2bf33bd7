import fc from 'fast-check';
import { defaultClaim } from './defaults';
import { aClaim } from './__testUtils__/aClaim';
import { ClaimParameters } from './types';
import { validateClaim } from './validateClaim';

const P = 'spec.parameters';
const parametersOf = (parameters: object) => ({
  ...aClaim(),
  spec: { parameters: { environmentID: 'churn-model', ...parameters } },
});

describe('validateClaim', () => {
  it('accepts a claim with everything in it', () => {
    expect(
      validateClaim(
        aClaim({
          region: 'eu-central-1',
          deletionPolicy: 'Orphan',
          stage: 'prod',
          owner: 'group:default/team-a',
          costCenter: 'CC-4711',
          database: {
            tier: 'M30',
            backup: true,
            version: '8.0',
            allowedCidrs: ['203.0.113.0/24'],
          },
          artifacts: { versioning: true, retentionDays: 30 },
          server: {
            version: '3.5.0',
            replicas: 2,
            resources: {
              requests: { cpu: '500m', memory: '1Gi' },
              limits: { memory: '2Gi' },
            },
            ingressHost: 'churn.mlflow.example.com',
          },
          observability: { metrics: true, logs: 'Sidecar' },
        }),
      ),
    ).toEqual([]);
  });

  it.each<[string, object, string, string]>([
    [
      'an unknown stage',
      { stage: 'test' },
      `${P}.stage`,
      'must be one of dev, staging, prod',
    ],
    [
      'a nonsense region',
      { region: 'mars' },
      `${P}.region`,
      'AWS region like us-east-1',
    ],
    [
      'a tier that is a number',
      { database: { tier: 10 } },
      `${P}.database.tier`,
      'must be a string, not the number 10: put it in quotes',
    ],
    [
      'an unquoted version',
      { database: { version: 8 } },
      `${P}.database.version`,
      'put it in quotes',
    ],
    [
      'an old MongoDB',
      { database: { version: '7.0' } },
      `${P}.database.version`,
      '8.0 or later',
    ],
    [
      'an old MLflow',
      { server: { version: '2.8.0' } },
      `${P}.server.version`,
      '3.5.0 or later',
    ],
    [
      'a network without a mask',
      { database: { allowedCidrs: ['10.0.0.0/8', '1.2.3.4'] } },
      `${P}.database.allowedCidrs[1]`,
      'IPv4 network',
    ],
    [
      'a network that is listed twice',
      { database: { allowedCidrs: ['10.0.0.0/8', '10.0.0.0/8'] } },
      `${P}.database.allowedCidrs`,
      'lists 10.0.0.0/8 more than once',
    ],
    [
      'too many networks',
      {
        database: {
          allowedCidrs: Array.from({ length: 21 }, (_, i) => `10.${i}.0.0/16`),
        },
      },
      `${P}.database.allowedCidrs`,
      'has 21 entries, 20 are allowed',
    ],
    [
      'half a replica',
      { server: { replicas: 1.5 } },
      `${P}.server.replicas`,
      'must be an integer',
    ],
    [
      'no replica',
      { server: { replicas: 0 } },
      `${P}.server.replicas`,
      'must be at least 1',
    ],
    [
      'eleven replicas',
      { server: { replicas: 11 } },
      `${P}.server.replicas`,
      'must be at most 10',
    ],
    [
      'a list in place of a mapping',
      { artifacts: [] },
      `${P}.artifacts`,
      'must be a mapping',
    ],
    [
      'a CPU that is a number',
      { server: { resources: { requests: { cpu: 1 } } } },
      `${P}.server.resources.requests.cpu`,
      'put it in quotes',
    ],
    [
      'a control character',
      { owner: 'a\u0007' },
      `${P}.owner`,
      'control characters',
    ],
    ['an empty owner', { owner: '' }, `${P}.owner`, 'must not be empty'],
    [
      'a long cost center',
      { costCenter: '€'.repeat(65) },
      `${P}.costCenter`,
      'has 65 characters, 64 are allowed',
    ],
    [
      'a misspelt field',
      { costcenter: 'x' },
      `${P}.costcenter`,
      'costCenter is',
    ],
    [
      'an unknown field',
      { database: { size: 1 } },
      `${P}.database.size`,
      'known here: tier, backup',
    ],
    [
      'reclaim of nothing',
      { reclaim: {} },
      `${P}.reclaim.projectId`,
      'is required',
    ],
    [
      'prod with Delete',
      { stage: 'prod', deletionPolicy: 'Delete' },
      `${P}.deletionPolicy`,
      'prod environment keeps its data',
    ],
    [
      'prod on Flex',
      { stage: 'prod', database: { tier: 'Flex' } },
      `${P}.database.tier`,
      'dedicated database tier',
    ],
    [
      'Flex without backup',
      { database: { tier: 'Flex', backup: false } },
      `${P}.database.backup`,
      'Atlas always backs up',
    ],
    [
      'retention without versioning',
      { artifacts: { versioning: false, retentionDays: 3 } },
      `${P}.artifacts.retentionDays`,
      'needs versioning',
    ],
  ])('refuses %s', (_, parameters, path, message) => {
    expect(validateClaim(parametersOf(parameters))).toEqual([
      {
        path,
        message: expect.stringContaining(message),
      },
    ]);
  });

  it.each(['x'.repeat(41), 'My Model', '-a', ''])(
    'says of the name %p what the wizard says, once',
    environmentID => {
      expect(validateClaim(aClaim({ environmentID }))).toEqual([
        {
          path: `${P}.environmentID`,
          message: expect.stringMatching(/^A name .*\.$/),
        },
      ]);
    },
  );

  it('wants the name in both places to be the same', () => {
    const claim = aClaim();
    claim.metadata.name = 'other';
    expect(validateClaim(claim)).toEqual([
      {
        path: `${P}.environmentID`,
        message: 'metadata.name must be equal to spec.parameters.environmentID',
      },
    ]);
  });

  it.each<[string, Partial<ClaimParameters>, Partial<ClaimParameters>, string]>(
    [
      ['the region', {}, { region: 'eu-west-1' }, 'region is immutable'],
      [
        'a tier to a smaller one',
        { database: { tier: 'M30' } },
        { database: { tier: 'M20' } },
        'grow, not shrink',
      ],
      [
        'Flex to dedicated',
        { database: { tier: 'Flex' } },
        { database: { tier: 'M10' } },
        'nor the other way round',
      ],
      [
        'the version to an older one',
        { database: { version: '9.0' } },
        { database: { version: '8.0' } },
        'cannot be downgraded',
      ],
      [
        'a version away',
        { database: { version: '9.0' } },
        {},
        'cannot be downgraded',
      ],
      [
        'reclaim in later',
        {},
        { reclaim: { projectId: 'a'.repeat(24) } },
        'only be set when the environment is created',
      ],
    ],
  )('does not let a change turn %s', (_, before, after, message) => {
    const problems = validateClaim(aClaim(after), { old: aClaim(before) });
    expect(problems.map(problem => problem.message).join()).toContain(message);
    expect(validateClaim(aClaim(after))).toEqual([]);
  });

  it('lets a tier grow and the stage change', () => {
    expect(
      validateClaim(aClaim({ stage: 'prod', database: { tier: 'M40' } }), {
        old: aClaim({ database: { tier: 'M10' } }),
      }),
    ).toEqual([]);
  });

  it.each([null, 'x', 3, [], true])('refuses %p as a whole', nonsense => {
    expect(validateClaim(nonsense)).toHaveLength(1);
  });

  it('says what an object lacks to be a claim at all', () => {
    expect(
      validateClaim({ metadata: { namespace: '../x' } }).map(
        ({ path }) => path,
      ),
    ).toEqual([
      'apiVersion',
      'kind',
      'metadata.name',
      'metadata.namespace',
      'spec',
    ]);
  });

  it('accepts what Crossplane itself adds', () => {
    const claim = aClaim();
    expect(
      validateClaim({
        ...claim,
        metadata: { ...claim.metadata, uid: 'x', managedFields: [] },
        spec: { ...claim.spec, crossplane: { resourceRefs: [] } },
        status: { trackingUri: 'http://mlflow:5000' },
      }),
    ).toEqual([]);
  });

  it('never throws, whatever stands in place of a value', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('stage', 'database', 'server', 'environmentID', 'x'),
        fc.jsonValue(),
        (field, value) => {
          const claim = parametersOf({ [field]: value });
          const problems = validateClaim(claim, { old: claim });
          expect(Array.isArray(problems)).toBe(true);
        },
      ),
    );
  });
});

describe('defaultClaim', () => {
  it('fills in what the definition assumes, in depth', () => {
    expect(defaultClaim(aClaim()).spec.parameters).toEqual({
      environmentID: 'churn-model',
      region: 'us-east-1',
      deletionPolicy: 'Orphan',
      stage: 'dev',
      database: { tier: 'M10' },
      artifacts: { versioning: true },
      server: { replicas: 1 },
      observability: { metrics: true, logs: 'None' },
    });
  });

  it('changes nothing that is set, nor the claim it was given', () => {
    const claim = aClaim({ database: { tier: 'M20' } });
    expect(defaultClaim(claim).spec.parameters.database).toEqual({
      tier: 'M20',
    });
    expect(claim).toEqual(aClaim({ database: { tier: 'M20' } }));
  });
});

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import {
  EnvironmentDetail,
  Preview,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { DEFINITIONS } from './__testUtils__/definitions';
import { aBucket, anEnvironment, CREATING } from './__testUtils__/objects';
import { TestBackend } from './__testUtils__/TestBackend';
import { TestCluster, TestObject } from './__testUtils__/TestCluster';
import { eventually } from './watch/__testUtils__/eventually';

jest.setTimeout(60_000);

const COMPOSITION: TestObject = parse(
  readFileSync(
    resolve(
      __dirname,
      '../../../crossplane/apis/mlflowenvironments/composition.yaml',
    ),
    'utf8',
  ),
);

describe('a preview', () => {
  let cluster: TestCluster;
  let backend: TestBackend;

  async function startBackend() {
    return TestBackend.start({
      clusters: [{ name: 'one', url: cluster.url, token: cluster.token }],
      config: {
        targets: [
          {
            name: 'main',
            cluster: 'one',
            cloneUrl: 'https://git.example.com/claims.git',
            namespaces: ['team-a'],
          },
          {
            name: 'away',
            cluster: 'nowhere',
            cloneUrl: 'https://git.example.com/claims.git',
            namespaces: ['team-a'],
          },
        ],
      },
    });
  }

  beforeEach(async () => {
    cluster = await TestCluster.start(DEFINITIONS);
    backend = await startBackend();
  });

  afterEach(async () => {
    await backend.stop();
    await cluster.stop();
  });

  const preview = (parameters: object, more: object = {}) =>
    backend.post<Preview>('/previews', {
      namespace: 'team-a',
      parameters: { environmentID: 'churn', ...parameters },
      ...more,
    });

  it('says what will be created, what waits for what, what stays and what it costs', async () => {
    await cluster.create(COMPOSITION);

    const { body } = await preview({
      owner: 'team-a',
      costCenter: '4711',
      database: { tier: 'M20' },
    });

    expect(body.problems).toEqual([]);
    expect(body).toMatchObject({
      target: 'main',
      claimPath: 'environments/team-a/churn.yaml',
      cost: { monthly: 147.15, missingTags: [] },
    });
    expect(parse(body.claim)).toMatchObject({
      kind: 'MLflowEnvironment',
      metadata: {
        name: 'churn',
        namespace: 'team-a',
        annotations: {
          'mlops.example.com/claim-repository':
            'https://git.example.com/claims.git',
          'mlops.example.com/claim-path': 'environments/team-a/churn.yaml',
        },
      },
      spec: { parameters: { database: { tier: 'M20' } } },
    });
    const planned = new Map(
      body.resources.map(resource => [
        resource.compositionResourceName,
        resource,
      ]),
    );
    expect(planned.get('artifact-bucket')).toMatchObject({
      kind: 'Bucket',
      retained: true,
      externalName: expect.stringMatching(/^mlflow-churn-/),
    });
    expect(planned.get('mlflow-server')?.waitsFor).toContain('mlflow-config');
    expect(planned.get('server-role')?.retained).toBe(false);
  });

  it('is what the progress of an environment counts up to', async () => {
    await cluster.create(COMPOSITION);
    const { body: planned } = await preview({});
    const churn = await cluster.create(
      anEnvironment('churn', { conditions: CREATING }),
    );
    await cluster.create(aBucket(churn));

    await eventually(async () => {
      await backend.runTask('keep-up');
      const { body } = await backend.get<EnvironmentDetail>(
        '/environments/one/team-a/churn',
      );
      expect(body.health?.progress).toEqual({
        ready: 1,
        total: planned.resources.length,
      });
    });
  });

  it('is what progress counts up to from the start, without waiting for the next look at the cluster', async () => {
    await backend.stop();
    await cluster.create(COMPOSITION);
    const churn = await cluster.create(
      anEnvironment('churn', { conditions: CREATING }),
    );
    await cluster.create(aBucket(churn));
    backend = await startBackend();

    const { body: planned } = await preview({});
    await eventually(async () => {
      const { body } = await backend.get<EnvironmentDetail>(
        '/environments/one/team-a/churn',
      );
      expect(body.health?.progress).toEqual({
        ready: 1,
        total: planned.resources.length,
      });
    });
  });

  it.each([
    ['prod with Delete', { stage: 'prod', deletionPolicy: 'Delete' }, 'Orphan'],
    ['an impossible region', { region: 'moon-1' }, 'region'],
    ['a field that nobody knows', { colour: 'red' }, 'colour'],
  ])('has problems and no resources for %s', async (_, parameters, part) => {
    await cluster.create(COMPOSITION);
    const { status, body } = await preview(parameters);
    expect(status).toBe(200);
    expect(body.resources).toEqual([]);
    expect(JSON.stringify(body.problems)).toContain(part);
    expect(body.claim).toContain('churn');
  });

  it('says whose move it is when the region is legal and not on offer', async () => {
    await cluster.create(COMPOSITION);
    const { body } = await preview({ region: 'sa-east-1' });
    expect(body.problems).toEqual([
      {
        path: 'spec.parameters',
        message: expect.stringContaining('the owner of the claim must'),
      },
    ]);
  });

  it.each([
    ['there is no Composition', 'main'],
    ['the cluster is not configured', 'away'],
  ])('still shows the claim and its cost when %s', async (_, target) => {
    const { body } = await preview({}, { target });
    expect(body).toMatchObject({
      resources: [],
      problems: [{ path: '', message: expect.stringContaining('Composition') }],
      cost: { monthly: 58.15 },
    });
    expect(parse(body.claim).metadata.name).toBe('churn');
  });

  it.each([
    ['a name of 41 characters', { environmentID: 'a'.repeat(41) }, {}],
    ['a name that is a path', { environmentID: '../churn' }, {}],
    ['a name that is no text', { environmentID: { $ne: 1 } }, {}],
    ['no name', { environmentID: '' }, {}],
    ['a namespace that is a path', {}, { namespace: '../..' }],
    ['a namespace that takes no claims', {}, { namespace: 'team-b' }],
    ['an unknown target', {}, { target: 'none' }],
  ])('is refused for %s', async (_, parameters, more) => {
    const { status } = await preview(parameters, more);
    expect(status).toBe(400);
  });

  it('keeps YAML metacharacters what they are', async () => {
    const owner = `a: [b] # "c" 'd' & *e ! | > % @ \``;
    const { body } = await preview({ owner });
    expect(parse(body.claim).spec.parameters.owner).toBe(owner);
  });
});

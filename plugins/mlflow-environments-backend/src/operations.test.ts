import {
  EnvironmentList,
  Preview,
  Status,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { DEFINITIONS } from './__testUtils__/definitions';
import { aBucket, anEnvironment } from './__testUtils__/objects';
import { aRequest, TARGETS } from './__testUtils__/requests';
import { DENY, ALLOW, TestBackend } from './__testUtils__/TestBackend';
import { TestCluster } from './__testUtils__/TestCluster';
import { eventually } from './watch/__testUtils__/eventually';

jest.setTimeout(120_000);

const PREVIEW = {
  namespace: 'team-a',
  parameters: { environmentID: 'next', owner: 'team-a' },
};

describe('what operators have', () => {
  let cluster: TestCluster;
  let backend: TestBackend;

  beforeEach(async () => {
    cluster = await TestCluster.start(DEFINITIONS);
  });

  afterEach(async () => {
    await backend.stop();
    await cluster.stop();
  });

  async function start(
    options: Parameters<typeof TestBackend.start>[0] = {},
  ): Promise<void> {
    backend = await TestBackend.start({
      clusters: [{ name: 'one', url: cluster.url, token: cluster.token }],
      ...options,
      config: { targets: TARGETS, ...options.config },
    });
  }

  async function untilSynced(environments: number) {
    await eventually(async () => {
      const { body } = await backend.getAsService<Status>('/status');
      expect(body.clusters).toEqual([
        expect.objectContaining({ state: 'synced', environments }),
      ]);
    });
  }

  it('is a log of a few lines, and none of an object, for a fleet that is read', async () => {
    const names = Array.from({ length: 50 }, (_, i) => `environment-${i}`);
    for (const name of names) {
      const created = await cluster.create(anEnvironment(name));
      await cluster.create(aBucket(created));
    }
    await start();
    await untilSynced(50);
    await backend.runTask('keep-up');
    await backend.runTask('notify-owners');

    const { lines, text } = backend.log;
    const told = lines.filter(({ level }) => level !== 'debug');
    expect(told.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(
        /^Cluster 'one' is read: 100 objects of \d+ kinds$/,
      ),
    );
    expect(told.length).toBeLessThan(20);
    expect(names.filter(name => text.includes(name))).toEqual([]);
  });

  it('are metrics of what is held, what is asked and said, and how long answers take', async () => {
    const churn = await cluster.create(anEnvironment('churn'));
    await cluster.create(aBucket(churn));
    await start();
    await untilSynced(1);
    const bucket = { cluster: 'one', kind: 'Bucket.s3.aws.m.upbound.io' };
    const { metrics } = backend;

    expect(metrics.sum('mlflow_environments.cluster.synced')).toBe(1);
    expect(metrics.sum('mlflow_environments.cluster.objects', bucket)).toBe(1);
    expect(metrics.sum('mlflow_environments.cluster.lists', bucket)).toBe(1);
    expect(
      metrics.sum('mlflow_environments.cluster.requests', {
        cluster: 'one',
        outcome: '2xx',
      }),
    ).toBeGreaterThan(1);
    expect(
      metrics.read('mlflow_environments.cluster.lag')[0].value,
    ).toBeLessThan(60);

    await cluster.patch(churn, { spec: { parameters: { stage: 'prod' } } });
    await eventually(async () => {
      const { body } = await backend.get<EnvironmentList>(
        '/environments?stage=prod',
      );
      expect(body.totalItems).toBe(1);
    });
    expect(
      metrics.sum('mlflow_environments.cluster.events', {
        cluster: 'one',
        kind: 'MLflowEnvironment.mlops.example.com',
      }),
    ).toBeGreaterThan(0);

    await backend.get('/environments/one/team-a/absent');
    expect(metrics.read('mlflow_environments.api.duration')).toContainEqual({
      name: 'mlflow_environments.api.duration',
      value: expect.any(Number),
      attributes: {
        method: 'GET',
        route: '/environments/:cluster/:namespace/:name',
        status: 404,
      },
    });
    expect(JSON.stringify(metrics.read())).not.toContain('churn');
  });

  it('is a record of who asked for, withdrew, previewed and looked into what', async () => {
    await cluster.create(anEnvironment('churn', { resources: [] }));
    await start({
      policy: permission => (permission.endsWith('.create') ? DENY : ALLOW),
    });
    await untilSynced(1);
    const request = '/requests/one/team-a/next';
    await backend.put(request, aRequest('Reserved'));
    await backend.delete(request);
    await backend.post('/previews', PREVIEW);
    await backend.get('/environments/one/team-a/churn/manifests/environment');
    await backend.get('/environments/one/team-a/absent/manifests/environment');

    expect(backend.audits).toEqual([
      { eventId: 'request-put', ended: 'NotAllowedError' },
      { eventId: 'request-withdraw', ended: 'NotAllowedError' },
      { eventId: 'preview-create', ended: 'NotAllowedError' },
      { eventId: 'manifest-read', ended: 'success' },
      { eventId: 'manifest-read', ended: 'NotFoundError' },
    ]);
  });

  it('is a limit to the previews of each caller', async () => {
    await start({ config: { previews: { perMinute: 2 } } });
    const ask = async (user?: string) =>
      (await backend.post<Preview>('/previews', PREVIEW, user)).status;

    expect([await ask(), await ask()]).toEqual([200, 200]);
    const refused = await backend.post<{
      error: { message: string };
      response: { statusCode: number };
    }>('/previews', PREVIEW);
    expect(refused.status).toBe(429);
    expect(refused.body.error.message).toBe(
      'Only 2 previews a minute are answered to one caller, try again in a moment',
    );
    expect(await ask('user:default/bob')).toBe(200);
    expect((await backend.get('/environments')).status).toBe(200);
  });

  it('is a backend that is ready while its clusters are not', async () => {
    await start({
      clusters: [{ name: 'one', url: 'http://127.0.0.1:1' }],
    });
    await eventually(async () => {
      const { body } = await backend.getAsService<Status>('/status');
      expect(body.clusters[0].error).toBeTruthy();
    });
    expect(await backend.readiness()).toBe(200);
  });
});

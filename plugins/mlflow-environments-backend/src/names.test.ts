import {
  EnvironmentDetail,
  NameCheck,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { DEFINITIONS } from './__testUtils__/definitions';
import { describeOnEachDatabase } from './__testUtils__/describeOnEachDatabase';
import { aBucket, anEnvironment, aProject } from './__testUtils__/objects';
import { TestBackend } from './__testUtils__/TestBackend';
import { TestCluster } from './__testUtils__/TestCluster';
import { aRequest, TARGETS } from './__testUtils__/requests';
import { eventually } from './watch/__testUtils__/eventually';

jest.setTimeout(60_000);

const CHURN = '/requests/one/team-a/churn';

describeOnEachDatabase('a name', aDatabase => {
  let cluster: TestCluster;
  let backends: TestBackend[];

  beforeEach(async () => {
    backends = [];
    cluster = await TestCluster.start(DEFINITIONS);
  });

  afterEach(async () => {
    await Promise.all(backends.map(backend => backend.stop()));
    await cluster.stop();
  });

  async function start(
    options: Parameters<typeof TestBackend.start>[0] = {},
  ): Promise<TestBackend> {
    const backend = await TestBackend.start({
      clusters: [{ name: 'one', url: cluster.url, token: cluster.token }],
      database: await aDatabase(),
      ...options,
      config: { targets: TARGETS, ...options.config },
    });
    backends.push(backend);
    await untilSynced(backend);
    return backend;
  }

  async function untilSynced(backend: TestBackend) {
    await eventually(async () => {
      const { body } = await backend.get<{
        clusters: Array<{ state: string }>;
      }>('/status');
      expect(body.clusters.map(({ state }) => state)).toEqual(['synced']);
    });
  }

  it('says whether a name can be taken, and not who has it', async () => {
    await cluster.create(
      anEnvironment('taken', {
        namespace: 'team-b',
        parameters: { owner: 'team-b' },
      }),
    );
    const backend = await start();
    await backend.put(CHURN, aRequest('Reserved'));
    const check = async (name: string) =>
      (await backend.get<NameCheck>(`/names/${name}`)).body;

    expect(await check('free')).toEqual({ available: true });
    expect(await check('taken')).toEqual({
      available: false,
      reason: 'An environment has this name already.',
    });
    expect(await check('churn')).toEqual({
      available: false,
      reason: 'Somebody has asked for this name already.',
    });
    expect(await check('Not%20a%20name')).toMatchObject({ available: false });
    expect(await check('a'.repeat(41))).toMatchObject({ available: false });
  });

  it('keeps the name of an environment whose data was left behind, unless that is taken back', async () => {
    const projectId = '5f1b2c3d4e5f60718293a4b5';
    const backend = await start();
    const churn = await cluster.create(anEnvironment('churn'));
    await cluster.create(aBucket(churn));
    await cluster.create(aProject(churn, projectId));
    await eventually(async () => {
      const { body } = await backend.get<EnvironmentDetail>(
        '/environments/one/team-a/churn',
      );
      expect(body.resources).toHaveLength(2);
    });
    await cluster.remove(churn);

    await eventually(async () => {
      const { body } = await backend.get<NameCheck>('/names/churn');
      expect(body.reason).toContain('left its data behind');
    });
    const reclaiming = (id: string) =>
      backend.put(
        CHURN,
        aRequest('Reserved', { parameters: { reclaim: { projectId: id } } }),
      );
    expect((await backend.put(CHURN, aRequest('Reserved'))).status).toBe(409);
    expect((await reclaiming('0'.repeat(24))).status).toBe(409);
    expect((await reclaiming(projectId)).status).toBe(200);
  });

  it('keeps what was left behind while nobody watched', async () => {
    const database = await aDatabase();
    const before = await start({ database });
    const churn = await cluster.create(anEnvironment('churn'));
    await cluster.create(aBucket(churn));
    await eventually(async () => {
      const { body } = await before.get<EnvironmentDetail>(
        '/environments/one/team-a/churn',
      );
      expect(body.resources?.[0].status).toBe('Ready');
    });
    await before.stop();
    await cluster.remove(churn);
    await cluster.create(anEnvironment('other', { resources: [] }));

    const after = await start({ database });

    await eventually(async () => {
      await after.runTask('keep-up');
      const { body } = await after.get<NameCheck>('/names/churn');
      expect(body.reason).toContain('left its data behind');
    });
  });

  it('keeps a name while the cluster that had it is away', async () => {
    const database = await aDatabase();
    await cluster.create(anEnvironment('churn', { namespace: 'team-b' }));
    const before = await start({ database });
    await eventually(async () => {
      const { body } = await before.get<NameCheck>('/names/churn');
      expect(body.available).toBe(false);
    });
    await before.stop();

    const after = await TestBackend.start({
      clusters: [{ name: 'one', url: 'http://127.0.0.1:1' }],
      config: { targets: TARGETS },
      database,
    });
    backends.push(after);
    await after.runTask('keep-up');

    const { body } = await after.get<NameCheck>('/names/churn');
    expect(body.available).toBe(false);
  });
});

import {
  EnvironmentDetail,
  EnvironmentHistory,
  EnvironmentList,
  EnvironmentRequest,
  NameCheck,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { DEFINITIONS } from './__testUtils__/definitions';
import { describeOnEachDatabase } from './__testUtils__/describeOnEachDatabase';
import { aBucket, anEnvironment } from './__testUtils__/objects';
import { ALLOW, DENY, TestBackend } from './__testUtils__/TestBackend';
import { TestCluster } from './__testUtils__/TestCluster';
import { aRequest, TARGETS } from './__testUtils__/requests';
import { eventually } from './watch/__testUtils__/eventually';

jest.setTimeout(60_000);

const ALICE = 'user:default/alice';
const BOB = 'user:default/bob';
const CHURN = '/requests/one/team-a/churn';

describeOnEachDatabase('requests', aDatabase => {
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

  it('becomes an environment that is Pending until the cluster has it', async () => {
    const backend = await start();
    await backend.put(CHURN, aRequest('Reserved'));
    const reserved = await backend.get<EnvironmentList>('/environments');
    expect(reserved.body.items).toEqual([]);

    const { body: request } = await backend.put<EnvironmentRequest>(
      CHURN,
      aRequest('Pending', {
        claimPath: 'environments/team-a/churn.yaml',
        pullRequestUrl: 'https://github.com/acme/claims/pull/7',
      }),
    );
    expect(request).toMatchObject({
      state: 'Pending',
      requestedBy: ALICE,
      entityRef: 'resource:team-a/churn',
    });

    const pending = await backend.get<EnvironmentDetail>(
      '/environments/one/team-a/churn',
    );
    expect(pending.body).toMatchObject({
      health: { status: 'Pending' },
      request: { pullRequestUrl: 'https://github.com/acme/claims/pull/7' },
      claim: {
        url: 'https://github.com/acme/claims/blob/main/environments/team-a/churn.yaml',
      },
    });
    expect(backend.events.publish).toHaveBeenLastCalledWith({
      topic: 'mlflow-environments.environment',
      eventPayload: {
        type: 'upsert',
        environment: expect.objectContaining({
          entityRef: 'resource:team-a/churn',
        }),
      },
    });

    const churn = await cluster.create(anEnvironment('churn'));
    await cluster.create(aBucket(churn));
    const { body: environment } = await eventually(async () => {
      const answer = await backend.get<EnvironmentDetail>(
        '/environments/one/team-a/churn',
      );
      expect(answer.body.health.status).toBe('Healthy');
      return answer;
    });
    expect(environment.uid).toBe(churn.metadata.uid);
    expect(environment).not.toHaveProperty('request');
    expect(environment.links).toContainEqual(
      expect.objectContaining({
        type: 'change',
        url: 'https://github.com/acme/claims/pull/7',
      }),
    );
    // Whoever follows the request by its uid hears of the environment that answered it.
    expect(backend.signals.publish).toHaveBeenCalledWith(
      expect.objectContaining({
        message: expect.objectContaining({ uid: pending.body.uid }),
      }),
    );
    const { body: history } = await backend.get<EnvironmentHistory>(
      '/environments/one/team-a/churn/history',
    );
    expect(history.items[history.items.length - 1]).toMatchObject({
      to: 'Pending',
    });
  });

  it('may be put on record as committed after the cluster already has the environment', async () => {
    const backend = await start();
    await backend.put(CHURN, aRequest('Reserved'));
    await cluster.create(anEnvironment('churn'));
    await eventually(async () => {
      const { status } = await backend.get('/environments/one/team-a/churn');
      expect(status).toBe(200);
    });

    const withoutLink = aRequest('Pending');
    expect((await backend.put(CHURN, withoutLink)).status).toBe(200);
    const late = aRequest('Pending', {
      commitUrl: 'https://github.com/acme/claims/commit/1',
    });
    expect((await backend.put(CHURN, late)).status).toBe(200);

    await eventually(async () => {
      const { body } = await backend.get<EnvironmentDetail>(
        '/environments/one/team-a/churn',
      );
      expect(body).not.toHaveProperty('request');
      expect(body.links).toContainEqual(
        expect.objectContaining({ type: 'commit' }),
      );
    });
  });

  it('is the same request when the same task repeats it', async () => {
    const backend = await start();
    const first = await backend.put<EnvironmentRequest>(
      CHURN,
      aRequest('Reserved'),
    );
    const second = await backend.put<EnvironmentRequest>(
      CHURN,
      aRequest('Reserved'),
    );
    expect(second.status).toBe(200);
    expect(second.body.createdAt).toBe(first.body.createdAt);
    expect(backend.audits).toEqual([
      { eventId: 'request-put', ended: 'success' },
      { eventId: 'request-put', ended: 'success' },
    ]);
  });

  it('is refused with a sentence when another request has the name, wherever that is', async () => {
    const backend = await start();
    await backend.put(CHURN, aRequest('Reserved'));

    const answers = [
      await backend.put(CHURN, aRequest('Reserved', { taskId: 'task-2' })),
      await backend.put(CHURN, aRequest('Reserved'), BOB),
      await backend.put('/requests/one/team-b/churn', aRequest('Reserved')),
    ];

    answers.forEach(answer =>
      expect(answer).toMatchObject({
        status: 409,
        body: {
          error: {
            message: 'Somebody has asked for this name already.',
          },
        },
      }),
    );
  });

  it('is refused when an environment has the name, wherever that is', async () => {
    await cluster.create(anEnvironment('churn', { namespace: 'team-b' }));
    const backend = await start();
    expect(await backend.put(CHURN, aRequest('Reserved'))).toMatchObject({
      status: 409,
      body: {
        error: { message: 'An environment has this name already.' },
      },
    });
  });

  it('lets one of two in that ask for a name at once', async () => {
    const backend = await start();
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd'].map(taskId =>
        backend.put(CHURN, aRequest('Reserved', { taskId })),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      200, 409, 409, 409,
    ]);
  });

  it('lets one in of those who ask two replicas for a name at once', async () => {
    const database = await aDatabase();
    const replicas = [await start({ database }), await start({ database })];
    const answers = await Promise.all(
      replicas.map((replica, i) =>
        replica.put(CHURN, aRequest('Reserved', { taskId: `task-${i}` })),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('is seen by other replicas, and withdrawn there', async () => {
    const database = await aDatabase();
    const [first, second] = [
      await start({ database }),
      await start({ database }),
    ];
    const path = '/environments/one/team-a/churn';
    await first.put(CHURN, aRequest('Pending'));
    await second.runTask('keep-up');
    expect((await second.get(path)).status).toBe(200);

    await first.delete(CHURN);
    await second.runTask('keep-up');
    expect((await second.get(path)).status).toBe(404);
  });

  it('survives a restart', async () => {
    const database = await aDatabase();
    const before = await start({ database });
    await before.put(CHURN, aRequest('Pending'));
    await before.stop();

    const after = await start({ database });

    const { body } = await after.get<EnvironmentDetail>(
      '/environments/one/team-a/churn',
    );
    expect(body.health.status).toBe('Pending');
  });

  it('can be withdrawn by who asked, and by who could remove the environment', async () => {
    const backend = await start({
      policy: (permission, user) =>
        user === BOB && permission.endsWith('.delete') ? DENY : ALLOW,
    });
    await backend.put(CHURN, aRequest('Pending'));

    expect((await backend.delete(CHURN, BOB)).status).toBe(403);
    expect((await backend.delete(CHURN, 'user:default/petra')).status).toBe(
      204,
    );
    expect((await backend.delete(CHURN, ALICE)).status).toBe(204);
    expect((await backend.get('/environments/one/team-a/churn')).status).toBe(
      404,
    );
    expect(backend.events.publish).toHaveBeenLastCalledWith({
      topic: 'mlflow-environments.environment',
      eventPayload: { type: 'remove', entityRef: 'resource:team-a/churn' },
    });
  });

  it('shows that it expired, and holds the name no longer', async () => {
    const backend = await start({
      config: { requests: { pendingFor: { milliseconds: 1 } } },
    });
    await backend.put(CHURN, aRequest('Pending'));

    await eventually(async () => {
      await backend.runTask('keep-up');
      const { body } = await backend.get<EnvironmentDetail>(
        '/environments/one/team-a/churn',
      );
      expect(body.request?.state).toBe('Expired');
      expect(body.health.status).toBe('Pending');
    });
    expect((await backend.get<NameCheck>('/names/churn')).body).toEqual({
      available: true,
    });
    const again = aRequest('Reserved', { taskId: 'task-2' });
    expect((await backend.put(CHURN, again)).status).toBe(200);
  });

  it.each([
    ['another cluster', '/requests/two/team-a/churn', {}, 'not on two'],
    ['a namespace that is no target', '/requests/one/other/churn', {}, 'other'],
    ['an unknown target', CHURN, { target: 'nowhere' }, 'nowhere'],
    [
      'a name that differs from the path',
      CHURN,
      { parameters: { environmentID: 'other' } },
      'environmentID',
    ],
    [
      'prod with Delete',
      CHURN,
      { parameters: { stage: 'prod', deletionPolicy: 'Delete' } },
      'Orphan',
    ],
    [
      'a link that runs',
      CHURN,
      { commitUrl: `${'javascript'}:alert(1)` },
      'http(s)',
    ],
  ])('is refused for %s', async (_, path, input, part) => {
    const backend = await start();
    const answer = await backend.put<{ error: { message: string } }>(
      path,
      aRequest('Reserved', input),
    );
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toContain(part);
  });

  it.each([
    ['/requests/one/team-a/Churn', 400],
    [`/requests/one/team-a/${'a'.repeat(41)}`, 400],
    ['/requests/one/team-a/..%2Fchurn', 400],
  ])('is refused for the name in %s', async (path, status) => {
    const backend = await start();
    expect((await backend.put(path, aRequest('Reserved'))).status).toBe(status);
  });
});

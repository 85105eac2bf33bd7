import {
  EnvironmentDetail,
  EnvironmentStatus,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { DEFINITIONS } from './__testUtils__/definitions';
import {
  describeOnEachDatabase,
  TestDatabase,
} from './__testUtils__/describeOnEachDatabase';
import {
  aBucket,
  anEnvironment,
  CREATING,
  READY,
  syncFails,
} from './__testUtils__/objects';
import { TestBackend } from './__testUtils__/TestBackend';
import { CreatedObject, TestCluster } from './__testUtils__/TestCluster';
import { eventually } from './watch/__testUtils__/eventually';

jest.setTimeout(60_000);

describeOnEachDatabase('what owners are told', aDatabase => {
  let cluster: TestCluster;
  let backends: TestBackend[];

  beforeEach(async () => {
    cluster = await TestCluster.start(DEFINITIONS);
    backends = [];
  });

  afterEach(async () => {
    await Promise.all(backends.map(backend => backend.stop()));
    await cluster.stop();
  });

  async function start(
    options: {
      holdFor?: number;
      database?: TestDatabase;
    } = {},
  ) {
    const backend = await TestBackend.start({
      clusters: [{ name: 'one', url: cluster.url, token: cluster.token }],
      config: {
        notifications: { holdFor: { milliseconds: options.holdFor ?? 0 } },
      },
      database: options.database ?? (await aDatabase()),
    });
    backends.push(backend);
    return backend;
  }

  async function untilHealth(backend: TestBackend, status: EnvironmentStatus) {
    await eventually(async () => {
      const { body } = await backend.get<EnvironmentDetail>(
        '/environments/one/team-a/churn',
      );
      expect(body.health?.status).toBe(status);
    });
    await backend.runTask('notify-owners');
  }

  async function anUnfinished(parameters?: object): Promise<CreatedObject> {
    const churn = await cluster.create(
      anEnvironment('churn', { conditions: CREATING, parameters }),
    );
    await cluster.create(aBucket(churn));
    return churn;
  }

  const titles = (backend: TestBackend) =>
    backend.notifications.send.mock.calls.map(([{ payload }]) => payload.title);

  it('is that it is ready, that it broke, and that it recovered, each once', async () => {
    const backend = await start();
    const churn = await anUnfinished();
    await untilHealth(backend, 'Provisioning');
    await cluster.setStatus(churn, { conditions: READY });
    await untilHealth(backend, 'Healthy');
    await backend.runTask('notify-owners');
    await cluster.setStatus(churn, { conditions: CREATING });
    await untilHealth(backend, 'Degraded');
    await cluster.setStatus(churn, { conditions: READY });
    await untilHealth(backend, 'Healthy');

    expect(titles(backend)).toEqual([
      'churn is ready',
      'churn no longer works as it should',
      'churn has recovered',
    ]);
    expect(backend.notifications.send).toHaveBeenCalledWith({
      recipients: { type: 'entity', entityRef: 'group:default/team-a' },
      payload: expect.objectContaining({
        link: '/catalog/team-a/resource/churn',
        scope: churn.metadata.uid,
        description: 'Tracking URI: http://mlflow-churn.team-a.svc:5000',
      }),
    });
  });

  it('is why it could not be set up', async () => {
    const backend = await start();
    await cluster.create(
      anEnvironment('churn', { conditions: syncFails('the bucket is taken') }),
    );
    await untilHealth(backend, 'Failed');
    expect(backend.notifications.send).toHaveBeenCalledWith(
      expect.objectContaining({
        payload: expect.objectContaining({
          severity: 'high',
          title: 'churn could not be set up',
          description: expect.stringContaining('the bucket is taken'),
        }),
      }),
    );
  });

  it('is nothing until a state has held', async () => {
    const backend = await start({ holdFor: 3_600_000 });
    const churn = await anUnfinished();
    await untilHealth(backend, 'Provisioning');
    await cluster.setStatus(churn, {
      conditions: READY.map(condition => ({
        ...condition,
        lastTransitionTime: new Date().toISOString(),
      })),
    });
    await untilHealth(backend, 'Healthy');
    expect(titles(backend)).toEqual([]);
  });

  it('is nothing of environments that were well before anybody watched', async () => {
    await cluster.create(anEnvironment('churn', { resources: [] }));
    const backend = await start();
    await untilHealth(backend, 'Healthy');
    expect(titles(backend)).toEqual([]);
  });

  it('is nothing where nobody owns it', async () => {
    const backend = await start();
    const churn = await anUnfinished({ owner: 'Jane Doe' });
    await untilHealth(backend, 'Provisioning');
    await cluster.setStatus(churn, { conditions: READY });
    await untilHealth(backend, 'Healthy');
    expect(titles(backend)).toEqual([]);
  });

  it('is left to what they see, with one line in the log, where notifications do not work', async () => {
    const backend = await start();
    backend.notifications.send.mockRejectedValue(new Error('not installed'));
    for (const name of ['one', 'two', 'three']) {
      await cluster.create(
        anEnvironment(name, { conditions: syncFails('it is taken') }),
      );
    }
    await eventually(async () => {
      await backend.runTask('notify-owners');
      expect(backend.notifications.send).toHaveBeenCalledTimes(3);
    });
    expect(
      backend.log.lines.filter(({ message }) => message.includes('notified')),
    ).toHaveLength(1);
  });

  it('is told by one of two replicas, and not again after a restart', async () => {
    const database = await aDatabase();
    const [first, second] = [
      await start({ database }),
      await start({ database }),
    ];
    const churn = await anUnfinished();
    await untilHealth(first, 'Provisioning');
    await untilHealth(second, 'Provisioning');
    await cluster.setStatus(churn, { conditions: READY });
    await untilHealth(first, 'Healthy');
    await untilHealth(second, 'Healthy');
    await second.stop();

    const restarted = await start({ database });
    await untilHealth(restarted, 'Healthy');

    expect(
      [first, second, restarted].flatMap(backend => titles(backend)),
    ).toEqual(['churn is ready']);
  });
});

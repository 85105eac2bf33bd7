import { TestDatabases } from '@backstage/backend-test-utils';
import { isDeepStrictEqual } from 'node:util';
import {
  EnvironmentDetail,
  EnvironmentHistory,
  EnvironmentStatus,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { BackendProcess } from './__testUtils__/BackendProcess';
import { DEFINITIONS } from './__testUtils__/definitions';
import {
  aBucket,
  anEnvironment,
  CREATING,
  READY,
} from './__testUtils__/objects';
import { patiently } from './__testUtils__/patiently';
import { aRequest, TARGETS } from './__testUtils__/requests';
import { CreatedObject, TestCluster } from './__testUtils__/TestCluster';

jest.setTimeout(400_000);

const CHURN = '/environments/one/team-a/churn';
const NEXT = '/environments/one/team-a/next';
const REQUEST = '/requests/one/team-a/next';
// A file of SQLite isn't shared by replicas.
const postgres = TestDatabases.create()
  .eachSupportedId()
  .filter(([id]) => id.startsWith('POSTGRES'));
const NONE: typeof postgres = [['POSTGRES_15']];

(postgres.length > 0 ? describe : describe.skip).each(
  postgres.length > 0 ? postgres : NONE,
)('two replicas on %s', databaseId => {
  const databases = TestDatabases.create();
  let cluster: TestCluster;
  let replicas: BackendProcess[];

  beforeEach(async () => {
    cluster = await TestCluster.start(DEFINITIONS);
    const { connection } = (await databases.init(databaseId)).client.config;
    replicas = await Promise.all(
      [1, 2].map(() =>
        BackendProcess.start({
          cluster,
          database: {
            client: 'pg',
            connection,
            plugin: { 'mlflow-environments': { connection } },
          },
          config: {
            targets: TARGETS,
            notifications: { holdFor: { milliseconds: 0 } },
            requests: { pendingFor: { seconds: 20 } },
          },
        }),
      ),
    );
  });

  afterEach(async () => {
    await Promise.all(replicas.map(replica => replica.kill()));
    await cluster.stop();
  });

  async function change(object: CreatedObject, conditions: object[]) {
    await cluster.setStatus(object, {
      conditions: conditions.map(condition => ({
        ...condition,
        lastTransitionTime: new Date().toISOString(),
      })),
    });
  }

  /** Without what each process counts for itself. */
  async function answers(path: string) {
    return Promise.all(
      replicas.map(async replica => {
        const { status, body } = await replica.get<object>(path);
        return { status, body: { ...body, version: 0 } };
      }),
    );
  }

  async function untilHealth(status: EnvironmentStatus) {
    await patiently(async () => {
      for (const replica of replicas) {
        const { body } = await replica.get<EnvironmentDetail>(CHURN);
        expect(body.health?.status).toBe(status);
      }
    });
  }

  async function untilTold(titles: string[]) {
    await patiently(async () =>
      expect(replicas.flatMap(({ notifications }) => notifications)).toEqual(
        expect.arrayContaining(titles),
      ),
    );
  }

  async function historyOf(replica: BackendProcess) {
    const { body } = await replica.get<EnvironmentHistory>(`${CHURN}/history`);
    return body.items.map(({ from, to }) => [from, to]);
  }

  it('say the same, write and tell everything once, and go on when one is lost', async () => {
    const churn = await cluster.create(
      anEnvironment('churn', { conditions: CREATING }),
    );
    await cluster.create(aBucket(churn));
    await untilHealth('Provisioning');
    await change(churn, READY);
    await untilHealth('Healthy');
    await untilTold(['churn is ready']);
    await change(churn, CREATING);
    await untilHealth('Degraded');
    await untilTold(['churn no longer works as it should']);

    for (const path of [CHURN, `${CHURN}/history`, '/names/churn']) {
      const [first, second] = await answers(path);
      expect(second).toEqual(first);
    }
    expect(await historyOf(replicas[0])).toEqual([
      ['Healthy', 'Degraded'],
      ['Provisioning', 'Healthy'],
      [undefined, 'Provisioning'],
    ]);
    for (const { signals } of replicas) {
      expect(signals).toContain(churn.metadata.uid);
    }

    // A request of one is known to the other, expires for both, and its name goes to one of those who then ask.
    await replicas[0].put(
      REQUEST,
      aRequest('Pending', { parameters: { environmentID: 'next' } }),
    );
    const requestState = async (state: string) =>
      patiently(async () => {
        const shown = await answers(NEXT);
        expect(shown).toEqual(
          [1, 2].map(() => ({
            status: 200,
            body: expect.objectContaining({
              request: expect.objectContaining({ state }),
            }),
          })),
        );
        expect(isDeepStrictEqual(shown[0], shown[1])).toBe(true);
      });
    await requestState('Pending');
    await requestState('Expired');
    const asked = await Promise.all(
      replicas.map((replica, i) =>
        replica.put(
          REQUEST,
          aRequest('Reserved', {
            taskId: `again-${i}`,
            parameters: { environmentID: 'next' },
          }),
        ),
      ),
    );
    expect(asked.map(({ status }) => status).sort()).toEqual([200, 409]);

    const [lost, left] = replicas;
    await lost.kill();
    replicas = [left];
    await change(churn, READY);
    await untilHealth('Healthy');
    await patiently(async () =>
      expect(left.notifications).toContain('churn has recovered'),
    );
    expect(await historyOf(left)).toHaveLength(4);
    expect([...lost.notifications, ...left.notifications].sort()).toEqual([
      'churn has recovered',
      'churn is ready',
      'churn no longer works as it should',
    ]);
    const { status } = await left.put(
      '/requests/one/team-a/later',
      aRequest('Pending', { parameters: { environmentID: 'later' } }),
    );
    expect(status).toBe(200);
  });
});

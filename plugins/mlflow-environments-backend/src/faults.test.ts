import {
  EnvironmentDetail,
  EnvironmentList,
  Status,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { anEnvironment, bucketRef, READY } from './__testUtils__/objects';
import { TestBackend } from './__testUtils__/TestBackend';
import { eventually } from './watch/__testUtils__/eventually';
import { FakeApi, respondStatus } from './watch/__testUtils__/FakeApi';
import { COMPOSED_KINDS } from './composedKinds';

jest.setTimeout(60_000);

const ENVIRONMENTS = {
  group: 'mlops.example.com',
  version: 'v1alpha1',
  kind: 'MLflowEnvironment',
  plural: 'mlflowenvironments',
};
const BUCKETS = {
  group: 's3.aws.m.upbound.io',
  version: 'v1beta1',
  kind: 'Bucket',
  plural: 'buckets',
};
const CHURN = '/environments/one/team-a/churn';

describe('a cluster that fails', () => {
  let api: FakeApi;
  let backend: TestBackend;

  beforeEach(async () => {
    api = await FakeApi.start();
    [
      ENVIRONMENTS,
      ...COMPOSED_KINDS.map(kind => ({
        ...kind,
        version: 'v1beta1',
        plural: `${kind.kind.toLocaleLowerCase('en-US')}s`,
      })),
    ].forEach(type => api.serve(type));
    api.put(ENVIRONMENTS, withUid(anEnvironment('churn'), 'uid-churn'));
    api.put(BUCKETS, aBucketOfChurn());
  });

  afterEach(async () => {
    await backend.stop();
    await api.down();
  });

  async function start() {
    backend = await TestBackend.start({
      clusters: [{ name: 'one', url: api.url }],
    });
  }

  function withUid(object: ReturnType<typeof anEnvironment>, uid: string) {
    return { ...object, metadata: { ...object.metadata, uid } };
  }

  function aBucketOfChurn() {
    return {
      metadata: {
        name: bucketRef('churn').name,
        namespace: 'team-a',
        uid: 'uid-bucket',
        labels: { 'crossplane.io/composite': 'churn' },
        ownerReferences: [
          {
            apiVersion: 'mlops.example.com/v1alpha1',
            kind: 'MLflowEnvironment',
            name: 'churn',
            uid: 'uid-churn',
            controller: true,
          },
        ],
      },
      spec: { forProvider: { region: 'us-east-1' } },
      status: { conditions: READY },
    };
  }

  async function untilChurn(
    check: (environment: EnvironmentDetail) => void,
  ): Promise<void> {
    await eventually(async () => {
      const { status, body } = await backend.get<EnvironmentDetail>(CHURN);
      expect(status).toBe(200);
      check(body);
    });
  }

  it('is waited for when it is down at start, and nobody else waits', async () => {
    await api.down();
    await start();

    const { body } = await backend.get<EnvironmentList>('/environments');
    expect(body.items).toEqual([]);
    await eventually(async () => {
      const { body: status } = await backend.get<Status>('/status');
      expect(status.clusters).toEqual([
        expect.objectContaining({
          name: 'one',
          state: 'connecting',
          error: expect.any(String),
        }),
      ]);
    });

    await api.up();
    await untilChurn(({ health }) => expect(health.status).toBe('Healthy'));
  });

  it('leaves its last known state when it goes, and is up to date when it comes back', async () => {
    await start();
    await untilChurn(({ health }) => expect(health.status).toBe('Healthy'));

    await api.down();
    await untilChurn(environment => {
      expect(environment.stale?.reason).toBeTruthy();
      expect(environment.health.status).toBe('Healthy');
    });
    expect(backend.events.publish).not.toHaveBeenCalledWith(
      expect.objectContaining({
        eventPayload: expect.objectContaining({ type: 'remove' }),
      }),
    );

    await api.up();
    await untilChurn(({ stale }) => expect(stale).toBeUndefined());
    await eventually(() =>
      expect(api.watchesOf(ENVIRONMENTS)).not.toHaveLength(0),
    );
    api.put(
      ENVIRONMENTS,
      withUid(
        anEnvironment('churn', { parameters: { stage: 'staging' } }),
        'uid-churn',
      ),
    );
    await untilChurn(({ parameters }) =>
      expect(parameters.stage).toBe('staging'),
    );
  });

  it('degrades only the kind that may not be listed', async () => {
    api.intervene((request, response) => {
      const isBuckets = request.path.endsWith('/buckets');
      if (isBuckets) {
        respondStatus(response, 403, 'buckets is forbidden');
      }
      return isBuckets;
    });
    await start();

    await untilChurn(({ resources }) =>
      expect(resources).toEqual([
        expect.objectContaining({ kind: 'Bucket', reason: 'Unreadable' }),
      ]),
    );
    const { body } = await backend.get<Status>('/status');
    expect(body.clusters[0].kinds).toContainEqual(
      expect.objectContaining({ kind: 'Bucket', state: 'forbidden' }),
    );
  });

  it('passes over objects that make no sense, and shows what can be read of others', async () => {
    api.corrupt(ENVIRONMENTS, 'nonsense', 'not an object');
    api.corrupt(ENVIRONMENTS, 'headless', { spec: {} });
    api.put(ENVIRONMENTS, {
      metadata: { name: 'odd', namespace: 'team-a', uid: 'uid-odd' },
      spec: { parameters: 'text', crossplane: { resourceRefs: { a: 1 } } },
      status: { conditions: [null, 7, { type: 'Ready' }], trackingUri: {} },
    });
    await start();

    await eventually(async () => {
      const { body } = await backend.get<EnvironmentList>('/environments');
      expect(body.items.map(({ ref }) => ref.name)).toEqual(['churn', 'odd']);
    });
    const odd = await backend.get('/environments/one/team-a/odd');
    expect(odd.status).toBe(200);
  });

  it('is no reason to forget the requests and the health that are stored', async () => {
    await start();
    await untilChurn(({ health }) => expect(health.status).toBe('Healthy'));
    await api.down();
    await untilChurn(({ stale }) => expect(stale).toBeDefined());
    await backend.runTask('keep-up');

    const { body } = await backend.get<{ items: unknown[] }>(
      `${CHURN}/history`,
    );
    expect(body.items).toHaveLength(1);
  });
});

import {
  EnvironmentDetail,
  EnvironmentHistory,
  EnvironmentList,
  Status,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { DEFINITIONS } from './__testUtils__/definitions';
import {
  aBucket,
  anEnvironment,
  CREATING,
  READY,
  syncFails,
} from './__testUtils__/objects';
import { TestBackend } from './__testUtils__/TestBackend';
import { TestCluster } from './__testUtils__/TestCluster';
import { eventually } from './watch/__testUtils__/eventually';

jest.setTimeout(60_000);

const CHURN = '/environments/one/team-a/churn';

describe('environments of a cluster', () => {
  let cluster: TestCluster;
  let backend: TestBackend;

  beforeEach(async () => {
    cluster = await TestCluster.start(DEFINITIONS);
  });

  afterEach(async () => {
    await backend.stop();
    await cluster.stop();
  });

  async function startBackend(
    options: Parameters<typeof TestBackend.start>[0] = {},
  ) {
    backend = await TestBackend.start({
      clusters: [{ name: 'one', url: cluster.url, token: cluster.token }],
      ...options,
    });
  }

  async function untilListed(count: number) {
    return eventually(async () => {
      const { body } = await backend.get<EnvironmentList>('/environments');
      expect(body.totalItems).toBe(count);
      return body;
    });
  }

  async function untilHealth(status: string) {
    return eventually(async () => {
      const { body } = await backend.get<EnvironmentDetail>(CHURN);
      expect(body.health?.status).toBe(status);
      return body;
    });
  }

  it('shows a healthy environment with all there is to it', async () => {
    const churn = await cluster.create(
      anEnvironment('churn', {
        parameters: { region: 'eu-west-1', database: { tier: 'M20' } },
        annotations: {
          'mlops.example.com/claim-repository':
            'https://user:pass@github.com/acme/claims.git',
          'mlops.example.com/claim-path': 'environments/team-a/churn.yaml',
        },
        status: { database: { projectId: '5f1b2c3d4e5f60718293a4b5' } },
      }),
    );
    await cluster.create(aBucket(churn));
    await startBackend({
      config: { links: { argocd: 'https://argo.example.com/{name}' } },
    });

    const environment = await untilHealth('Healthy');

    expect(environment).toMatchObject({
      ref: { cluster: 'one', namespace: 'team-a', name: 'churn' },
      uid: churn.metadata.uid,
      entityRef: 'resource:team-a/churn',
      owner: 'group:default/team-a',
      health: { status: 'Healthy', progress: { ready: 1, total: 1 } },
      trackingUri: 'http://mlflow-churn.team-a.svc:5000',
      artifactRoot: 's3://mlflow-churn/artifacts',
      compositionRevision: 'mlflow-environments-1234567',
      claim: {
        repository: 'https://github.com/acme/claims.git',
        path: 'environments/team-a/churn.yaml',
        url: 'https://github.com/acme/claims/blob/HEAD/environments/team-a/churn.yaml',
      },
      cost: { monthly: 147.15, currency: 'USD', missingTags: ['cost-center'] },
      resources: [
        {
          compositionResourceName: 'artifact-bucket',
          status: 'Ready',
          externalName: 'mlflow-churn-1a2b3c4d',
        },
      ],
    });
    expect(environment.links.map(({ type }) => type)).toEqual([
      'mlflow',
      'claim',
      'argocd',
      'aws',
      'atlas',
    ]);
    expect(environment).not.toHaveProperty('request');
  });

  it('says what broke, and remembers that it once worked', async () => {
    const churn = await cluster.create(anEnvironment('churn'));
    const bucket = await cluster.create(aBucket(churn));
    await startBackend();
    await untilHealth('Healthy');

    await cluster.setStatus(bucket, {
      conditions: syncFails('AccessDenied: not authorized'),
    });
    await cluster.setStatus(churn, { conditions: CREATING });

    const { health } = await untilHealth('Degraded');
    expect(health.cause?.message).toContain('AccessDenied');
    const { body } = await backend.get<EnvironmentHistory>(`${CHURN}/history`);
    expect(body.items.map(({ from, to }) => [from, to])).toEqual([
      ['Healthy', 'Degraded'],
      [undefined, 'Healthy'],
    ]);
  });

  it('tells browsers, other plugins and dashboards of a change, and names nothing to browsers', async () => {
    await startBackend();
    await untilListed(0);
    const churn = await cluster.create(
      anEnvironment('churn', { conditions: CREATING }),
    );
    await cluster.create(aBucket(churn));
    const before = await untilHealth('Provisioning');
    await cluster.setStatus(churn, { conditions: READY });
    const after = await untilHealth('Healthy');

    expect(after.version).toBeGreaterThan(before.version);
    expect(backend.signals.publish).toHaveBeenLastCalledWith({
      recipients: { type: 'broadcast' },
      channel: 'mlflow-environments',
      message: { uid: churn.metadata.uid, version: after.version },
    });
    // Health isn't among the slow facts: one event, for the environment's coming.
    expect(backend.events.publish).toHaveBeenCalledTimes(1);
    expect(backend.events.publish).toHaveBeenCalledWith({
      topic: 'mlflow-environments.environment',
      eventPayload: {
        type: 'upsert',
        environment: expect.objectContaining({
          entityRef: 'resource:team-a/churn',
        }),
      },
    });

    await cluster.remove(churn);
    await untilListed(0);
    expect(backend.events.publish).toHaveBeenLastCalledWith({
      topic: 'mlflow-environments.environment',
      eventPayload: { type: 'remove', entityRef: 'resource:team-a/churn' },
    });
  });

  it('says how well the cluster is known', async () => {
    await cluster.create(anEnvironment('churn'));
    await startBackend();

    await eventually(async () => {
      const { body } = await backend.get<Status>('/status');
      expect(body.clusters).toEqual([
        expect.objectContaining({
          name: 'one',
          state: 'synced',
          environments: 1,
          kinds: expect.arrayContaining([
            expect.objectContaining({
              apiVersion: 's3.aws.m.upbound.io',
              kind: 'Bucket',
              state: 'synced',
            }),
          ]),
        }),
      ]);
    });
  });
});

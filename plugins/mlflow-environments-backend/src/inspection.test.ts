import {
  EnvironmentDetail,
  EnvironmentEventList,
  EnvironmentList,
  EnvironmentManifest,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { DEFINITIONS } from './__testUtils__/definitions';
import {
  aBucket,
  anEnvironment,
  composed,
  READY,
  syncFails,
} from './__testUtils__/objects';
import { TestBackend } from './__testUtils__/TestBackend';
import { CreatedObject, TestCluster } from './__testUtils__/TestCluster';
import { eventually } from './watch/__testUtils__/eventually';

jest.setTimeout(60_000);

const CHURN = '/environments/one/team-a/churn';
const MARKER = 'S3CR3T-MARKER';

const SECRET_REF = {
  apiVersion: 'v1',
  kind: 'Secret',
  name: 'churn-mlflow-config',
};
const CONFIG_REF = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: 'mlflow-churn',
};

describe('looking into an environment', () => {
  let cluster: TestCluster;
  let backend: TestBackend;
  let churn: CreatedObject;

  beforeEach(async () => {
    cluster = await TestCluster.start(DEFINITIONS);
    churn = await cluster.create(
      anEnvironment('churn', {
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration': `{"x":"${MARKER}"}`,
          'mlops.example.com/claim-repository': `https://oauth2:${MARKER}@git.example.com/claims.git`,
          'mlops.example.com/claim-path': 'environments/team-a/churn.yaml',
        },
        parameters: { server: { adminPassword: MARKER } },
        resources: [
          {
            apiVersion: 's3.aws.m.upbound.io/v1beta1',
            kind: 'Bucket',
            name: 'mlflow-churn',
          },
          SECRET_REF,
          CONFIG_REF,
        ],
        conditions: syncFails(
          `cannot connect to mongodb+srv://mlflow:${MARKER}@host/mlflow`,
        ),
        status: { connectionString: MARKER },
      }),
    );
    await cluster.create(
      composed(churn, {
        ...SECRET_REF,
        resource: 'mlflow-config',
        stringData: { MONGO_URI: MARKER },
      }),
    );
    await cluster.create(
      composed(churn, {
        ...CONFIG_REF,
        resource: 'mlflow-settings',
        data: { settings: MARKER },
      }),
    );
    await cluster.create(
      aBucket(churn, [
        ...READY,
        {
          type: 'LastAsyncOperation',
          status: 'False',
          reason: 'Failure',
          message: `denied for token=${MARKER}`,
          lastTransitionTime: '2026-11-24T09:00:00Z',
        },
      ]),
    );
    await cluster.create(
      anEvent('mine', churn, `PATCH failed: https://u:${MARKER}@host`),
    );
    await cluster.create(
      anEvent(
        'somebody-elses',
        anEnvironment('other') as CreatedObject,
        'not yours to read',
      ),
    );
    backend = await TestBackend.start({
      clusters: [{ name: 'one', url: cluster.url, token: cluster.token }],
    });
    await untilRead();
  });

  afterEach(async () => {
    await backend.stop();
    await cluster.stop();
  });

  async function untilRead() {
    await eventually(async () => {
      const { body } = await backend.get<EnvironmentDetail>(CHURN);
      expect(body.resources).toHaveLength(3);
    });
  }

  function anEvent(name: string, about: CreatedObject, message: string) {
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace: 'team-a' },
      type: 'Warning',
      reason: 'ComposeResources',
      message,
      involvedObject: {
        apiVersion: about.apiVersion,
        kind: about.kind,
        namespace: 'team-a',
        name: about.metadata.name,
        uid: about.metadata.uid,
      },
      count: 3,
      firstTimestamp: '2026-11-24T09:00:00Z',
      lastTimestamp: '2026-11-24T09:05:00Z',
      source: { component: 'defined/compositeresourcedefinition' },
    };
  }

  it('tells the events about the environment and its resources, and no others', async () => {
    const { body } = await backend.get<EnvironmentEventList>(`${CHURN}/events`);
    expect(body.items).toEqual([
      expect.objectContaining({
        type: 'Warning',
        reason: 'ComposeResources',
        count: 3,
        lastTime: '2026-11-24T09:05:00Z',
        object: expect.objectContaining({ name: 'churn' }),
      }),
    ]);
  });

  it('shows the manifest of the environment and of a resource', async () => {
    const itself = await backend.get<EnvironmentManifest>(
      `${CHURN}/manifests/environment`,
    );
    expect(itself.body.yaml).toContain('environmentID: churn');
    expect(itself.body.yaml).not.toContain('last-applied');
    expect(itself.body.yaml).not.toContain('managedFields');

    const bucket = await backend.get<EnvironmentManifest>(
      `${CHURN}/manifests/artifact-bucket`,
    );
    expect(bucket.body).toMatchObject({
      ref: { kind: 'Bucket', namespace: 'team-a', name: 'mlflow-churn' },
    });
    expect(bucket.body.yaml).toContain('region: us-east-1');
  });

  it.each([
    ['a Secret, by any name', 'churn-mlflow-config'],
    ['what is no resource of it', 'somebody-elses'],
    ['what would be a path', '..%2F..%2Fsecrets%2Fchurn-mlflow-config'],
  ])('has no manifest of %s', async (_, resource) => {
    const { status } = await backend.get(`${CHURN}/manifests/${resource}`);
    expect(status).toBe(404);
  });

  it('lets no secret out, whatever is asked', async () => {
    const { body } = await backend.get<EnvironmentDetail>(CHURN);
    await backend.get<EnvironmentList>('/environments');
    await backend.get('/status');
    await backend.get(`${CHURN}/events`);
    await backend.get(`${CHURN}/history`);
    for (const resource of [
      'environment',
      'mlflow-config',
      ...body.resources.map(r => r.compositionResourceName ?? r.name),
    ]) {
      await backend.get(`${CHURN}/manifests/${resource}`);
    }

    expect(backend.answers.length).toBeGreaterThan(8);
    expect(backend.answers.filter(text => text.includes(MARKER))).toEqual([]);
    const said = JSON.stringify([
      backend.events.publish.mock.calls,
      backend.signals.publish.mock.calls,
    ]);
    expect(said).toContain('churn');
    expect(said).not.toContain(MARKER);
  });
});

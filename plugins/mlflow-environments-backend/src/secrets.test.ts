import { mockCredentials } from '@backstage/backend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import catalogModule from '@mlops-platform/backstage-plugin-catalog-backend-module-mlflow-environments';
import {
  EnvironmentDetail,
  EnvironmentList,
  statusReadPermission,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { DEFINITIONS } from './__testUtils__/definitions';
import {
  aBucket,
  anEnvironment,
  bucketRef,
  composed,
  CREATING,
  READY,
  syncFails,
} from './__testUtils__/objects';
import { OPERATIONS, parametersOf } from './__testUtils__/openApi';
import { TARGETS } from './__testUtils__/requests';
import { ALLOW, DENY, TestBackend } from './__testUtils__/TestBackend';
import { CreatedObject, TestCluster } from './__testUtils__/TestCluster';
import { eventually } from './watch/__testUtils__/eventually';

jest.setTimeout(120_000);

/** In everything that is secret on the cluster, and in nothing else. */
const MARKER = 'zq7secretMarker4h';
const COPY = {
  'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({
    kind: 'Secret',
    stringData: { MONGO_URI: MARKER },
  }),
};
const SECRET_REF = {
  apiVersion: 'v1',
  kind: 'Secret',
  name: 'churn-mlflow-config',
};
const CONNECTION_REF = {
  apiVersion: 'v1',
  kind: 'Secret',
  name: 'churn-connection',
};
const CONFIG_REF = { apiVersion: 'v1', kind: 'ConfigMap', name: 'churn-files' };
const SERVER_REF = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  name: 'mlflow-churn',
};

/** As providers quote what they were given when it doesn't work. */
const TOLD = [
  `dial mongodb+srv://mlflow:${MARKER}@churn.abcd.mongodb.net/mlflow?retryWrites=true: refused`,
  `GET https://deploy:${MARKER}@git.example.com/claims.git: 403`,
  `cannot log in with password=${MARKER}`,
  `{"secretAccessKey": "${MARKER}"} is not valid`,
  `Authorization: Bearer ${MARKER} was rejected`,
];

describe('no secret of a cluster', () => {
  let cluster: TestCluster;
  let backend: TestBackend;

  beforeAll(async () => {
    // More than the plugin asks for: it must not matter that it could read Secrets.
    cluster = await TestCluster.start(DEFINITIONS, {
      allow: [{ verbs: ['*'] }, { nonResourceURLs: ['*'] }],
    });
    const churn = await cluster.create(
      anEnvironment('churn', {
        conditions: [
          ...CREATING,
          ...TOLD.map((message, i) => ({
            ...syncFails(message)[0],
            type: `Part${i}Ready`,
          })),
        ],
        annotations: {
          ...COPY,
          'mlops.example.com/claim-repository': `https://git:${MARKER}@git.example.com/claims.git`,
          'mlops.example.com/claim-path': 'environments/team-a/churn.yaml',
        },
        parameters: {
          server: { resources: {} },
          adminPassword: MARKER,
          note: TOLD[0],
        },
        resources: [
          SECRET_REF,
          CONNECTION_REF,
          CONFIG_REF,
          SERVER_REF,
          bucketRef('churn'),
        ],
        status: {
          trackingUri: `https://mlflow:${MARKER}@mlflow-churn.example.com`,
          artifactRoot: `s3://mlflow-churn/artifacts?token=${MARKER}`,
          connectionString: MARKER,
        },
      }),
    );
    await seed(churn);
    await cluster.create(
      anEnvironment('fraud', { conditions: syncFails(TOLD[1]) }),
    );
    backend = await TestBackend.start({
      clusters: [{ name: 'one', url: cluster.url, token: cluster.token }],
      features: [catalogPlugin, catalogModule],
      config: {
        targets: TARGETS,
        notifications: { holdFor: { milliseconds: 0 } },
      },
    });
    await eventually(async () => {
      const { body } = await backend.get<EnvironmentDetail>(
        '/environments/one/team-a/churn',
      );
      if (body.resources?.length !== 5) {
        throw new Error('The environment is not read in full');
      }
    });
  });

  afterAll(async () => {
    await backend.stop();
    await cluster.stop();
  });

  async function seed(churn: CreatedObject) {
    const parts = [
      composed(churn, {
        ...SECRET_REF,
        resource: 'mlflow-config',
        annotations: COPY,
        stringData: { MONGO_URI: `mongodb://u:${MARKER}@host` },
      }),
      composed(churn, {
        ...CONNECTION_REF,
        resource: 'connection',
        type: 'connection.crossplane.io/v1alpha1',
        stringData: { password: MARKER },
      }),
      composed(churn, {
        ...CONFIG_REF,
        resource: 'files',
        annotations: COPY,
        data: { 'credentials.ini': `aws_secret_access_key=${MARKER}` },
      }),
      composed(churn, {
        ...SERVER_REF,
        resource: 'mlflow-server',
        annotations: COPY,
        spec: {
          selector: { matchLabels: { app: 'churn' } },
          template: {
            metadata: { labels: { app: 'churn' } },
            spec: {
              containers: [
                {
                  name: 'mlflow',
                  image: 'mlflow',
                  args: ['server', `--password=${MARKER}`],
                  env: [
                    {
                      name: 'MLFLOW_BACKEND_STORE_URI',
                      value: `mongodb+srv://u:${MARKER}@host/mlflow`,
                    },
                    { name: 'DB_PASSWORD', value: MARKER },
                    { name: 'PLAIN', value: TOLD[4] },
                  ],
                },
              ],
            },
          },
        },
        status: { conditions: READY },
      }),
      aBucket(
        churn,
        TOLD.map((message, i) => ({
          ...syncFails(message)[0],
          type: i === 0 ? 'Synced' : `LastAsyncOperation${i}`,
        })),
      ),
      ...TOLD.map((message, i) => ({
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: `event-${i}`, namespace: 'team-a' },
        type: 'Warning',
        reason: 'CannotObserve',
        message,
        involvedObject: {
          apiVersion: churn.apiVersion,
          kind: churn.kind,
          namespace: 'team-a',
          name: 'churn',
        },
      })),
    ];
    for (const part of parts) {
      await cluster.create(part);
    }
  }

  /** Values for the parameters of a route. A new parameter needs a value here, so that its route is driven as well. */
  function samples(resources: string[]): Record<string, string[]> {
    return {
      cluster: ['one'],
      namespace: ['team-a'],
      name: ['churn', 'fraud'],
      environmentID: ['churn', 'next'],
      resource: [
        'environment',
        ...resources,
        SECRET_REF.name,
        CONNECTION_REF.name,
      ],
    };
  }

  const BODIES: Record<string, object> = {
    '/previews': {
      namespace: 'team-a',
      parameters: { environmentID: 'next', owner: 'team-a' },
    },
    '/requests/{cluster}/{namespace}/{environmentID}': {
      state: 'Pending',
      taskId: 'task-1',
      commitUrl: `https://push:${MARKER}@git.example.com/claims/commit/1`,
      parameters: { environmentID: 'next', owner: 'team-a' },
    },
  };

  function pathsOf(template: string, values: Record<string, string[]>) {
    return (template.match(/\{\w+\}/g) ?? []).reduce(
      (paths, placeholder) =>
        paths.flatMap(path => {
          const known = values[placeholder.slice(1, -1)];
          if (!known) {
            throw new Error(`There is no sample for ${placeholder}`);
          }
          return known.map(value => path.replace(placeholder, value));
        }),
      [template],
    );
  }

  async function driveEverything() {
    const { body } = await backend.get<EnvironmentDetail>(
      '/environments/one/team-a/churn',
    );
    const values = samples(
      body.resources.map(r => r.compositionResourceName ?? r.name),
    );
    for (const { method, path, operation } of OPERATIONS) {
      if (operation.requestBody && !BODIES[path]) {
        throw new Error(`There is no sample of a body for ${method} ${path}`);
      }
      expect(parametersOf(operation)).toBeDefined();
      for (const filled of pathsOf(path, values)) {
        await backend.raw(method, filled, {
          authorization: mockCredentials.user.header('user:default/alice'),
          body: operation.requestBody && BODIES[path],
        });
      }
    }
  }

  it('leaves it by any route, signal, event, entity, notification, log line, metric or record', async () => {
    await backend.runTask('keep-up');
    await driveEverything();
    await eventually(async () => {
      await backend.runTask('notify-owners');
      expect(backend.notifications.send).toHaveBeenCalledTimes(2);
    });
    await cluster.setStatus(
      anEnvironment('fraud', { conditions: syncFails(TOLD[2]) }),
      { conditions: syncFails(TOLD[2]) },
    );
    await eventually(async () => {
      const { body } = await backend.get<EnvironmentList>(
        '/environments?text=fraud',
      );
      expect(body.items[0].health.cause?.message).toContain('password=****');
    });
    await driveEverything();

    await backend.runTask('mlflow-environments:compare');
    const entities = await eventually(async () => {
      const found = await backend.entities();
      expect(found).toHaveLength(2);
      return found;
    });

    const said = {
      entities: JSON.stringify(entities),
      answers: backend.answers.join('\n'),
      signals: JSON.stringify(backend.signals.publish.mock.calls),
      events: JSON.stringify(backend.events.publish.mock.calls),
      notifications: JSON.stringify(backend.notifications.send.mock.calls),
      log: backend.log.text,
      metrics: JSON.stringify(backend.metrics.read()),
      audits: JSON.stringify(backend.audits),
    };
    for (const [where, text] of Object.entries(said)) {
      // Where nothing was said, nothing would be proved.
      expect([where, text.length]).toEqual([where, expect.any(Number)]);
      expect(text.length).toBeGreaterThan(50);
      const at = text.indexOf(MARKER);
      expect([where, at < 0 ? '' : text.slice(at - 200, at + 50)]).toEqual([
        where,
        '',
      ]);
    }
  });

  it('is shown in what is left of messages that carry one', async () => {
    const { body } = await backend.get<EnvironmentDetail>(
      '/environments/one/team-a/churn',
    );
    expect(JSON.stringify(body)).toContain('cannot log in with password=****');
  });
});

describe('why a cluster can not be read', () => {
  it('is told to those who look after clusters, and to others that it is so', async () => {
    const backend = await TestBackend.start({
      clusters: [{ name: 'one', url: 'http://127.0.0.1:1' }],
      policy: (permission, user) =>
        permission === statusReadPermission.name &&
        user !== 'user:default/petra'
          ? DENY
          : ALLOW,
    });
    const read = async (user: string) =>
      (await backend.get<{ clusters: object[] }>('/status', user)).body
        .clusters;
    await eventually(async () =>
      expect(await read('user:default/petra')).toEqual([
        expect.objectContaining({
          error: expect.stringContaining('127.0.0.1:1'),
          kinds: expect.arrayContaining([expect.anything()]),
        }),
      ]),
    );
    expect(await read('user:default/alice')).toEqual([
      expect.objectContaining({
        name: 'one',
        state: 'connecting',
        error: 'The cluster could not be read yet',
        kinds: [],
      }),
    ]);
    await backend.stop();
  });
});

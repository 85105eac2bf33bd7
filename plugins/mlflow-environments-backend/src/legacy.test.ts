import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { EnvironmentDetail } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { DEFINITIONS, definition } from './__testUtils__/definitions';
import { CREATING, READY } from './__testUtils__/objects';
import { TestBackend } from './__testUtils__/TestBackend';
import { TestCluster, TestObject } from './__testUtils__/TestCluster';
import { eventually } from './watch/__testUtils__/eventually';

jest.setTimeout(60_000);

const GROUP = 'legacy.example.com';
const COMPOSITION: TestObject = parse(
  readFileSync(
    resolve(
      __dirname,
      '../../../crossplane/apis/mlflowenvironments/composition.yaml',
    ),
    'utf8',
  ),
);

describe('an environment of Crossplane v1', () => {
  let cluster: TestCluster;
  let backend: TestBackend;

  beforeEach(async () => {
    cluster = await TestCluster.start([
      ...DEFINITIONS,
      definition({
        group: GROUP,
        version: 'v1alpha1',
        kind: 'MLflowEnvironmentClaim',
        plural: 'mlflowenvironmentclaims',
      }),
      definition({
        group: GROUP,
        version: 'v1alpha1',
        kind: 'XMLflowEnvironment',
        plural: 'xmlflowenvironments',
        scope: 'Cluster',
      }),
      definition({
        group: 's3.aws.upbound.io',
        version: 'v1beta1',
        kind: 'LegacyBucket',
        plural: 'legacybuckets',
        scope: 'Cluster',
      }),
    ]);
  });

  afterEach(async () => {
    await backend.stop();
    await cluster.stop();
  });

  it('is shown with the resources of the composite behind its claim', async () => {
    await cluster.create(COMPOSITION);
    await cluster.create({
      apiVersion: `${GROUP}/v1alpha1`,
      kind: 'MLflowEnvironmentClaim',
      metadata: { name: 'old', namespace: 'team-a' },
      spec: {
        parameters: { environmentID: 'old', owner: 'team-a' },
        resourceRef: {
          apiVersion: `${GROUP}/v1alpha1`,
          kind: 'XMLflowEnvironment',
          name: 'old-x7k2p',
        },
      },
      status: { conditions: READY },
    });
    const composite = await cluster.create({
      apiVersion: `${GROUP}/v1alpha1`,
      kind: 'XMLflowEnvironment',
      metadata: {
        name: 'old-x7k2p',
        labels: {
          'crossplane.io/claim-name': 'old',
          'crossplane.io/claim-namespace': 'team-a',
        },
      },
      spec: {
        parameters: { environmentID: 'old' },
        claimRef: {
          apiVersion: `${GROUP}/v1alpha1`,
          kind: 'MLflowEnvironmentClaim',
          name: 'old',
          namespace: 'team-a',
        },
        compositionRevisionRef: { name: 'mlflow-abcdefg' },
        resourceRefs: [
          {
            apiVersion: 's3.aws.upbound.io/v1beta1',
            kind: 'LegacyBucket',
            name: 'old-x7k2p-bucket',
          },
        ],
      },
      status: { conditions: READY },
    });
    const bucket = await cluster.create({
      apiVersion: 's3.aws.upbound.io/v1beta1',
      kind: 'LegacyBucket',
      metadata: {
        name: 'old-x7k2p-bucket',
        labels: { 'crossplane.io/composite': 'old-x7k2p' },
        ownerReferences: [
          {
            apiVersion: `${GROUP}/v1alpha1`,
            kind: 'XMLflowEnvironment',
            name: 'old-x7k2p',
            uid: composite.metadata.uid,
            controller: true,
          },
        ],
      },
      spec: { forProvider: { region: 'us-east-1' } },
      status: { conditions: READY },
    });
    backend = await TestBackend.start({
      clusters: [{ name: 'one', url: cluster.url, token: cluster.token }],
      config: {
        environmentKinds: [{ group: GROUP, kind: 'MLflowEnvironmentClaim' }],
      },
    });

    await eventually(async () => {
      const { body } = await backend.get<EnvironmentDetail>(
        '/environments/one/team-a/old',
      );
      expect(body).toMatchObject({
        entityRef: 'resource:team-a/old',
        owner: 'group:default/team-a',
        health: { status: 'Healthy', progress: { ready: 1, total: 1 } },
        compositionRevision: 'mlflow-abcdefg',
        resources: [{ kind: 'LegacyBucket', status: 'Ready' }],
      });
    });
    for (const path of ['events', 'manifests/environment']) {
      const { status } = await backend.get(
        `/environments/one/team-a/old/${path}`,
      );
      expect(status).toBe(200);
    }

    // What today's composition would make of it doesn't count.
    await backend.runTask('keep-up');
    await cluster.setStatus(bucket, { conditions: CREATING });
    await eventually(async () => {
      const { body } = await backend.get<EnvironmentDetail>(
        '/environments/one/team-a/old',
      );
      expect(body.health).toMatchObject({
        status: 'Degraded',
        progress: { ready: 0, total: 1 },
      });
    });
  });
});

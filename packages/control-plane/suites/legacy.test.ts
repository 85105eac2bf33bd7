import { CoreV1Api } from '@kubernetes/client-node';
import { EnvironmentDetail } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { KubeClient, KubeObject } from '@mlops-platform/sandbox';
import { Aggregator, CLUSTER } from './__testUtils__/Aggregator';
import {
  adminConfig,
  controlPlane,
  createNamespace,
} from './__testUtils__/controlPlane';
import { installEnvironmentsApi } from './__testUtils__/environmentsApi';
import { eventually } from './__testUtils__/eventually';
import { shipped } from './__testUtils__/manifests';
import { tokenOf } from './__testUtils__/serviceAccount';
import { ALL_WELL, condition } from './legacy/conditions';
import { BUCKET, CLAIM, COMPOSITE, GROUP, PROJECT } from './legacy/definitions';
import { HandmadeCrossplane } from './legacy/HandmadeCrossplane';
import { LegacyControlPlane } from './legacy/LegacyControlPlane';
import { RealCrossplane } from './legacy/RealCrossplane';

const FIELD_MANAGER = 'suites';
const client = new KubeClient(adminConfig());
const crossplane = controlPlane.crossplane
  ? new RealCrossplane(client)
  : new HandmadeCrossplane(client);

/** What a platform with such claims grants Backstage beside the role that is shipped. */
const READER: KubeObject[] = [
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'legacy-mlflow-environments-reader' },
    ...{
      rules: [GROUP, ...[BUCKET, PROJECT].map(groupOf)].map(group => ({
        apiGroups: [group],
        resources: ['*'],
        verbs: ['get', 'list', 'watch'],
      })),
    },
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'legacy-mlflow-environments-reader' },
    ...{
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'legacy-mlflow-environments-reader',
      },
      subjects: [
        { kind: 'ServiceAccount', name: 'backstage', namespace: 'backstage' },
      ],
    },
  },
];

describe(`a claim of Crossplane v1 (${
  controlPlane.crossplane
    ? 'composed by Crossplane'
    : 'written as Crossplane writes it: CROSSPLANE_BINARY is not set'
})`, () => {
  const roles = [...shipped('rbac/backstage.yaml'), ...READER];
  let namespace: string;
  let legacy: LegacyControlPlane;
  let aggregator: Aggregator;

  beforeAll(async () => {
    await installEnvironmentsApi(client);
    await crossplane.install();
    namespace = await createNamespace(client, 'legacy');
    legacy = new LegacyControlPlane(client, namespace, crossplane);
    const token = await tokenOf('backstage', 'backstage');
    for (const object of roles) {
      await client.apply(object, FIELD_MANAGER);
    }
    aggregator = await Aggregator.start({
      cluster: {
        url: controlPlane.server,
        caData: controlPlane.caData,
        token,
      },
      config: {
        environmentKinds: [
          { group: 'mlops.example.com', kind: 'MLflowEnvironment' },
          { group: GROUP, kind: CLAIM.kind },
        ],
      },
    });
  });

  afterAll(async () => {
    for (const name of ['comes-up', 'refused']) {
      await legacy.delete(name);
      await legacy.release(name, 'atlas-project');
      await legacy.release(name, 'artifact-bucket');
    }
    await aggregator?.stop();
    for (const object of roles) {
      await client.delete({ ...object, name: object.metadata.name ?? '' });
    }
    await crossplane.uninstall();
    await adminConfig()
      .makeApiClient(CoreV1Api)
      .deleteNamespace({ name: namespace });
  });

  const environment = (name: string) =>
    aggregator.get<EnvironmentDetail>(
      `/environments/${CLUSTER}/${namespace}/${name}`,
    );

  /** The environment once it is told like this. */
  async function until(name: string, expected: object) {
    return eventually(async () => {
      const told = await environment(name);
      expect(told).toMatchObject(expected);
      return told;
    });
  }

  it('comes up with the resources of the composite behind it', async () => {
    await legacy.claim('comes-up');
    await until('comes-up', {
      health: { status: 'Provisioning', progress: { ready: 0, total: 2 } },
    });

    await legacy.report('comes-up', 'atlas-project', ALL_WELL);
    await until('comes-up', {
      health: { status: 'Provisioning', progress: { ready: 1, total: 2 } },
    });

    await legacy.report('comes-up', 'artifact-bucket', ALL_WELL);
    await legacy.becomeReady('comes-up');
    const told = await until('comes-up', {
      ref: { cluster: CLUSTER, namespace, name: 'comes-up' },
      entityRef: `resource:${namespace}/comes-up`,
      parameters: { environmentID: 'comes-up' },
      health: { status: 'Healthy', progress: { ready: 2, total: 2 } },
      compositionRevision: expect.stringMatching(
        /^legacy-mlflow-environments-/,
      ),
      // Kinds that were defined a moment ago are read a little later: until then their objects are known by reference.
      resources: expect.arrayContaining([
        expect.objectContaining({
          kind: BUCKET.kind,
          status: 'Ready',
          compositionResourceName: 'artifact-bucket',
        }),
        expect.objectContaining({
          kind: PROJECT.kind,
          status: 'Ready',
          compositionResourceName: 'atlas-project',
        }),
      ]),
    });
    expect(told.resources).toHaveLength(2);
  });

  it('names the managed resource that keeps it from coming up, by way of the composite', async () => {
    await legacy.claim('refused');
    await legacy.report('refused', 'atlas-project', ALL_WELL);
    await legacy.report('refused', 'artifact-bucket', [
      condition(
        'Synced',
        'False',
        'ReconcileError',
        'create failed: AccessDenied: not authorized to perform s3:CreateBucket',
      ),
    ]);

    const { health } = await until('refused', {
      health: { status: 'Failed', cause: { reason: 'ReconcileError' } },
    });

    expect(health.cause?.message).toContain('s3:CreateBucket');
    expect(health.cause?.path).toMatchObject([
      { ...CLAIM, namespace, name: 'refused' },
      { ...COMPOSITE, name: expect.stringMatching(/^refused-/) },
      BUCKET,
    ]);
    expect(health.hint).toBeTruthy();
  });

  it('can be looked into', async () => {
    const path = `/environments/${CLUSTER}/${namespace}/refused`;
    const { yaml } = await aggregator.get<{ yaml: string }>(
      `${path}/manifests/artifact-bucket`,
    );
    expect(yaml).toContain('kind: Bucket\n');
    await aggregator.get(`${path}/manifests/environment`);
    await aggregator.get(`${path}/events`);
  });

  it('is being deleted until its last managed resource is gone', async () => {
    await legacy.claim('leaves');
    await legacy.report('leaves', 'atlas-project', ALL_WELL);
    await legacy.report('leaves', 'artifact-bucket', ALL_WELL);
    await legacy.becomeReady('leaves');
    await until('leaves', { health: { status: 'Healthy' } });

    await legacy.delete('leaves');
    await until('leaves', { health: { status: 'Deleting' } });

    await legacy.release('leaves', 'atlas-project');
    await until('leaves', {
      health: { status: 'Deleting' },
      resources: [{ kind: BUCKET.kind, status: 'Deleting' }],
    });

    await legacy.release('leaves', 'artifact-bucket');
    await eventually(() =>
      environment('leaves').then(
        () => false,
        error => /404/.test(String(error)),
      ),
    );
  });
});

function groupOf({ apiVersion }: { apiVersion: string }): string {
  return apiVersion.split('/')[0];
}

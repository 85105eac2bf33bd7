import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CoreV1Api, RbacAuthorizationV1Api } from '@kubernetes/client-node';
import { KubeClient, KubeObject } from '@mlops-platform/sandbox';
import { parse } from 'yaml';
import {
  adminConfig,
  configFor,
  controlPlane,
  createNamespace,
  describeWithCrossplane,
} from './__testUtils__/controlPlane';
import { eventually } from './__testUtils__/eventually';

interface Condition {
  type: string;
  status: string;
}

const config = adminConfig();
const core = config.makeApiClient(CoreV1Api);
const rbac = config.makeApiClient(RbacAuthorizationV1Api);
const client = new KubeClient(config);
let namespace: string;

beforeAll(async () => {
  namespace = await createNamespace(client, 'control-plane');
});

afterAll(() => core.deleteNamespace({ name: namespace }));

describe('the control plane', () => {
  it('refuses what no role grants', async () => {
    const { status } = await eventually(() =>
      core.createNamespacedServiceAccountToken({
        name: 'default',
        namespace,
        body: { spec: { audiences: [], expirationSeconds: 600 } },
      }),
    );
    const nobody = configFor(status?.token ?? '').makeApiClient(CoreV1Api);

    await expect(nobody.listNamespacedSecret({ namespace })).rejects.toThrow(
      `system:serviceaccount:${namespace}:default`,
    );
  });

  it('collects what belongs to an object that is gone', async () => {
    const owner = await core.createNamespacedConfigMap({
      namespace,
      body: { metadata: { name: 'owner' } },
    });
    await core.createNamespacedConfigMap({
      namespace,
      body: {
        metadata: {
          name: 'dependent',
          ownerReferences: [
            {
              apiVersion: 'v1',
              kind: 'ConfigMap',
              name: 'owner',
              uid: owner.metadata?.uid ?? '',
            },
          ],
        },
      },
    });

    await core.deleteNamespacedConfigMap({ namespace, name: 'owner' });

    const dependent = { apiVersion: 'v1', kind: 'ConfigMap', namespace };
    await eventually(
      async () => !(await client.find({ ...dependent, name: 'dependent' })),
    );
  });

  it('adds up the roles that are labelled for another one', async () => {
    const labels = { 'control-plane.mlops.example.com/part-of': namespace };
    const rule = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
    await rbac.createClusterRole({
      body: {
        metadata: { name: `${namespace}-sum` },
        aggregationRule: { clusterRoleSelectors: [{ matchLabels: labels }] },
      },
    });
    await rbac.createClusterRole({
      body: { metadata: { name: `${namespace}-part`, labels }, rules: [rule] },
    });

    const rules = await eventually(async () => {
      const sum = await rbac.readClusterRole({ name: `${namespace}-sum` });
      return sum.rules?.length && sum.rules;
    });

    expect(rules).toEqual([rule]);
    await rbac.deleteClusterRole({ name: `${namespace}-sum` });
    await rbac.deleteClusterRole({ name: `${namespace}-part` });
  });

  it('keeps what it holds, and its address, when its API server is restarted', async () => {
    await core.createNamespacedConfigMap({
      namespace,
      body: { metadata: { name: 'kept' } },
    });

    await controlPlane.restartApiServer();

    const { metadata } = await core.readNamespacedConfigMap({
      namespace,
      name: 'kept',
    });
    expect(metadata?.name).toBe('kept');
  });
});

describeWithCrossplane('the control plane with Crossplane', () => {
  it('composes a claim', async () => {
    const example = join(
      __dirname,
      '../../../crossplane/examples/dev-team-a-project.yaml',
    );
    const claim: KubeObject = parse(readFileSync(example, 'utf8'));
    claim.metadata.namespace = namespace;
    const { apiVersion, kind } = claim;
    const ref = { apiVersion, kind, namespace, name: 'dev-team-a-project' };

    await client.create(claim);

    await eventually(async () => {
      const { status } = await client.get(ref);
      const conditions = status?.conditions as Condition[] | undefined;
      return conditions?.some(
        ({ type, status: value }) => type === 'Synced' && value === 'True',
      );
    });
    const { items } = await client.list(
      { apiVersion: 's3.aws.m.upbound.io/v1beta1', kind: 'Bucket' },
      { namespace },
    );
    expect(items).toHaveLength(1);
    await client.delete(ref);
  });
});

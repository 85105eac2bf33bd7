import { mockServices } from '@backstage/backend-test-utils';
import { startApiServer, type ApiServer } from '@mlops-platform/sandbox';
import { HttpClusterClient, readClusterJson } from '../clusters';
import { MemoryEnvironmentStore } from '../store';
import { customKind } from './__testUtils__/customKind';
import { eventually } from './__testUtils__/eventually';
import { FastClock } from './__testUtils__/FastClock';
import { FleetWatcher } from './FleetWatcher';

jest.setTimeout(60_000);

const ENVIRONMENTS =
  '/apis/mlops.example.com/v1alpha1/namespaces/team-a/mlflowenvironments';
const BUCKETS = '/apis/s3.aws.m.upbound.io/v1beta1/namespaces/team-a/buckets';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/team-a/deployments';

describe('a fleet with an API server', () => {
  let server: ApiServer;
  let client: HttpClusterClient;
  let store: MemoryEnvironmentStore;
  let fleet: FleetWatcher;

  afterEach(async () => {
    await fleet.stop();
    await client.close();
    await server.stop();
  });

  /** @param user - who the plugin signs in as; the administrator by default */
  async function start(user?: string) {
    server = await startApiServer({
      // What this user may do is up to roles.
      tokens: user ? [{ token: user, user, allow: [] }] : [],
      crds: [
        customKind({
          group: 'mlops.example.com',
          version: 'v1alpha1',
          kind: 'MLflowEnvironment',
          plural: 'mlflowenvironments',
        }),
        customKind({
          group: 's3.aws.m.upbound.io',
          version: 'v1beta1',
          kind: 'Bucket',
          plural: 'buckets',
        }),
      ],
      bookmarkIntervalMs: 50,
    });
    const cluster = {
      details: { name: 'one', url: server.url, authMetadata: {} },
      default: true,
      strategy: {
        getCredential: async () => ({
          type: 'bearer token' as const,
          token: user ?? server.token,
        }),
      },
    };
    client = HttpClusterClient.create(cluster.details, {
      getCredential: async () => ({
        type: 'bearer token',
        token: server.token,
      }),
    });
    await create('/api/v1/namespaces', { metadata: { name: 'team-a' } });
    store = new MemoryEnvironmentStore({ logger: mockServices.logger.mock() });
    fleet = new FleetWatcher({
      locator: {
        locate: async () => ({ clusters: [cluster], complete: true }),
      },
      store,
      logger: mockServices.logger.mock(),
      clock: new FastClock(),
    });
  }

  async function create(
    path: string,
    object: object,
  ): Promise<{ metadata: { uid: string } }> {
    return (await readClusterJson(client, path, {
      method: 'POST',
      body: JSON.stringify(object),
    })) as { metadata: { uid: string } };
  }

  const demo = () =>
    store.get({ cluster: 'one', namespace: 'team-a', name: 'demo' });

  function anEnvironment(name: string) {
    return {
      apiVersion: 'mlops.example.com/v1alpha1',
      kind: 'MLflowEnvironment',
      metadata: { name },
      spec: {
        parameters: { environmentID: name },
        crossplane: {
          resourceRefs: [
            { apiVersion: 's3.aws.m.upbound.io/v1beta1', kind: 'Bucket', name },
            { apiVersion: 'apps/v1', kind: 'Deployment', name },
            { apiVersion: 'v1', kind: 'Secret', name },
          ],
        },
      },
    };
  }

  function owned(name: string, uid: string) {
    return {
      name,
      labels: { 'crossplane.io/composite': name },
      ownerReferences: [
        {
          apiVersion: 'mlops.example.com/v1alpha1',
          kind: 'MLflowEnvironment',
          name,
          uid,
          controller: true,
        },
      ],
    };
  }

  it('follows an environment from its creation to the last of its resources', async () => {
    await start();
    fleet.start();
    await store.whenSynced('one');

    const { metadata } = await create(ENVIRONMENTS, anEnvironment('demo'));
    await create(BUCKETS, {
      apiVersion: 's3.aws.m.upbound.io/v1beta1',
      kind: 'Bucket',
      metadata: {
        ...owned('demo', metadata.uid),
        finalizers: ['example.org/provider'],
      },
      spec: { forProvider: { region: 'us-east-1' } },
    });
    await create(DEPLOYMENTS, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: owned('demo', metadata.uid),
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: 'demo' } },
        template: {
          metadata: { labels: { app: 'demo' } },
          spec: { containers: [{ name: 'mlflow', image: 'mlflow' }] },
        },
      },
    });
    await eventually(() =>
      expect(demo()).toMatchObject({
        uid: metadata.uid,
        complete: true,
        resources: [{}, {}],
        absent: [{ kind: 'Secret', reason: 'Secret' }],
      }),
    );

    await readClusterJson(client, `${ENVIRONMENTS}/demo`, { method: 'DELETE' });
    await eventually(() =>
      expect(demo()).toMatchObject({
        environment: undefined,
        resources: [
          {
            kind: 'Bucket',
            metadata: { deletionTimestamp: expect.any(String) },
          },
        ],
      }),
    );

    await readClusterJson(client, `${BUCKETS}/demo`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/merge-patch+json' },
      body: '{"metadata":{"finalizers":null}}',
    });
    await eventually(() => expect(demo()).toBeUndefined());
  });

  it('says which kind it may read in one namespace only, and reads the others', async () => {
    await start('backstage');
    const rbac = '/apis/rbac.authorization.k8s.io/v1';
    const mayRead = (apiGroups: string[], resources: string[]) => ({
      metadata: { name: 'reader' },
      rules: [{ apiGroups, resources, verbs: ['get', 'list', 'watch'] }],
    });
    const bind = (kind: string) => ({
      metadata: { name: 'reader' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: 'reader' },
      subjects: [
        {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'User',
          name: 'backstage',
        },
      ],
    });
    await create(
      `${rbac}/clusterroles`,
      mayRead(
        ['mlops.example.com', 'apps'],
        ['mlflowenvironments', 'deployments'],
      ),
    );
    await create(`${rbac}/clusterrolebindings`, bind('ClusterRole'));
    await create(
      `${rbac}/namespaces/team-a/roles`,
      mayRead(['s3.aws.m.upbound.io'], ['buckets']),
    );
    await create(`${rbac}/namespaces/team-a/rolebindings`, bind('Role'));
    await create(ENVIRONMENTS, anEnvironment('demo'));
    fleet.start();

    await store.whenSynced('one');
    await eventually(() =>
      expect(demo()).toMatchObject({
        complete: true,
        unreadableKinds: ['Bucket.s3.aws.m.upbound.io'],
      }),
    );
    expect(store.status()[0].kinds).toContainEqual(
      expect.objectContaining({
        kind: 'Bucket.s3.aws.m.upbound.io',
        state: 'forbidden',
        message: expect.stringContaining('at the cluster scope'),
      }),
    );
    await eventually(() =>
      expect(store.coverage().readInFull).toEqual(['one']),
    );
  });

  it('reads many environments, and sees most of them go', async () => {
    await start();
    const names = Array.from({ length: 10 }, (_, index) => `env-${index}`);
    for (const name of names) {
      await create(ENVIRONMENTS, anEnvironment(name));
    }
    fleet.start();
    await store.whenSynced('one');
    expect([...store.list()].map(({ ref }) => ref.name).sort()).toEqual(names);

    for (const name of names.slice(1)) {
      await readClusterJson(client, `${ENVIRONMENTS}/${name}`, {
        method: 'DELETE',
      });
    }
    await eventually(() =>
      expect([...store.list()].map(({ ref }) => ref.name)).toEqual(['env-0']),
    );
    await eventually(() => expect(store.status()[0].state).toBe('synced'));
  });
});

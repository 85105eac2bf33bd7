import { mockServices } from '@backstage/backend-test-utils';
import type { LocatedCluster, LocatedClusters } from '../clusters';
import { MemoryEnvironmentStore } from '../store';
import { eventually } from './__testUtils__/eventually';
import {
  FakeApi,
  respondStatus,
  type FakeObject,
} from './__testUtils__/FakeApi';
import { FastClock } from './__testUtils__/FastClock';
import { SWEEP_MS } from './ClusterWatcher';
import {
  FleetWatcher,
  REFRESH_MS,
  type FleetWatcherOptions,
} from './FleetWatcher';
import { collectionPath, type ResourceType } from './resourceType';

jest.setTimeout(60_000);

const environments: ResourceType = {
  group: 'mlops.example.com',
  version: 'v1alpha1',
  kind: 'MLflowEnvironment',
  plural: 'mlflowenvironments',
};
const buckets: ResourceType = {
  group: 's3.aws.m.upbound.io',
  version: 'v1beta1',
  kind: 'Bucket',
  plural: 'buckets',
};
const deployments: ResourceType = {
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
};

function environment(name: string, refs: Array<[string, string, string]> = []) {
  return {
    metadata: { name, namespace: 'team-a', uid: `uid-${name}` },
    spec: {
      parameters: { environmentID: name },
      crossplane: {
        resourceRefs: refs.map(([apiVersion, kind, refName]) => ({
          apiVersion,
          kind,
          name: refName,
        })),
      },
    },
  };
}

function composed(name: string, owner: string): FakeObject {
  return {
    metadata: {
      name,
      namespace: 'team-a',
      uid: `uid-${name}`,
      labels: { 'crossplane.io/composite': owner },
      ownerReferences: [
        {
          apiVersion: 'mlops.example.com/v1alpha1',
          kind: 'MLflowEnvironment',
          name: owner,
          uid: `uid-${owner}`,
          controller: true,
        },
      ],
    } as FakeObject['metadata'],
  };
}

const bucketRef: [string, string, string] = [
  's3.aws.m.upbound.io/v1beta1',
  'Bucket',
  'artifacts',
];
const serverRef: [string, string, string] = ['apps/v1', 'Deployment', 'mlflow'];
const secretRef: [string, string, string] = ['v1', 'Secret', 'config'];

/** A clock on which one wait lasts until the test says so. */
function steppedClock(waited: number) {
  const clock = new FastClock();
  let next = () => {};
  return {
    clock: {
      now: () => clock.now(),
      random: () => 0,
      sleep: (milliseconds: number, signal: AbortSignal) =>
        milliseconds === waited
          ? new Promise<void>((resolve, reject) => {
              next = resolve;
              signal.addEventListener('abort', () => reject(signal.reason));
            })
          : clock.sleep(milliseconds, signal),
    },
    step: () => next(),
  };
}

describe('FleetWatcher', () => {
  let api: FakeApi;
  let store: MemoryEnvironmentStore;
  let fleet: FleetWatcher | undefined;
  let located: LocatedClusters;
  let token: string;

  const cluster = (name = 'one', more: object = {}): LocatedCluster => ({
    details: {
      name,
      url: api.url,
      authMetadata: {},
      ...more,
    },
    default: name === 'one',
    strategy: {
      getCredential: async () => ({ type: 'bearer token', token }),
    },
  });
  const demo = () =>
    store.get({ cluster: 'one', namespace: 'team-a', name: 'demo' });
  const status = (name = 'one') =>
    store.status().find(({ cluster: other }) => other === name);
  const kindState = (kind: string) =>
    status()?.kinds.find(other => other.kind === kind)?.state;

  beforeEach(async () => {
    token = 'first';
    api = await FakeApi.start();
    api.serve(environments);
    api.serve(buckets);
    api.serve(deployments);
    store = new MemoryEnvironmentStore({
      logger: mockServices.logger.mock(),
    });
    located = { clusters: [cluster()], complete: true };
  });

  afterEach(async () => {
    await fleet?.stop();
    await api.down();
  });

  function watch(options: Partial<FleetWatcherOptions> = {}) {
    fleet = new FleetWatcher({
      locator: { locate: async () => located },
      store,
      logger: mockServices.logger.mock(),
      clock: new FastClock(),
      ...options,
    });
    fleet.start();
    return fleet;
  }

  it('reads every kind that environments refer to, and never Secrets', async () => {
    api.put(
      environments,
      environment('demo', [bucketRef, serverRef, secretRef]),
    );
    api.put(buckets, composed('artifacts', 'demo'));
    api.put(deployments, composed('mlflow', 'demo'));
    watch({ composedKinds: [{ group: '', kind: 'Secret' }] });
    await store.whenSynced('one');

    expect(demo()).toMatchObject({
      complete: true,
      absent: [{ kind: 'Secret', name: 'config', reason: 'Secret' }],
    });
    expect(
      demo()?.resources.map(({ kind, metadata }) => [kind, metadata.name]),
    ).toEqual([
      ['Bucket', 'artifacts'],
      ['Deployment', 'mlflow'],
    ]);
    expect(api.requests.filter(({ path }) => /secret/i.test(path))).toEqual([]);
    // Kubernetes' own kinds by label, providers' kinds whole.
    expect(api.listsOf(deployments)[0].query.get('labelSelector')).toBe(
      'crossplane.io/composite',
    );
    expect(api.listsOf(buckets)[0].query.has('labelSelector')).toBe(false);
  });

  it('begins to read a kind when the first environment refers to it', async () => {
    watch();
    await store.whenSynced('one');
    expect(api.listsOf(buckets)).toEqual([]);

    api.put(environments, environment('demo', [bucketRef]));
    await eventually(() =>
      expect(demo()).toMatchObject({
        complete: true,
        absent: [{ name: 'artifacts', reason: 'Missing' }],
      }),
    );
    api.put(buckets, composed('artifacts', 'demo'));
    await eventually(() => expect(demo()?.absent).toEqual([]));
  });

  it('keeps seeing a resource that Crossplane dropped and took the label off', async () => {
    api.put(environments, environment('demo', [bucketRef]));
    api.put(buckets, composed('artifacts', 'demo'));
    watch();
    await store.whenSynced('one');

    const { labels, ...metadata } = composed('artifacts', 'demo')
      .metadata as Record<string, unknown>;
    expect(labels).toBeDefined();
    api.put(buckets, {
      metadata: {
        ...metadata,
        deletionTimestamp: '2026-01-01T00:00:00Z',
      } as unknown as FakeObject['metadata'],
    });
    await eventually(() =>
      expect(demo()?.resources[0].metadata.deletionTimestamp).toBeDefined(),
    );
  });

  it("does not keep objects that are nobody's", async () => {
    api.put(environments, environment('demo', [bucketRef]));
    api.put(buckets, { metadata: { name: 'foreign', uid: 'uid-foreign' } });
    watch();
    await store.whenSynced('one');

    expect(status()?.objects).toEqual({
      'MLflowEnvironment.mlops.example.com': 1,
      'Bucket.s3.aws.m.upbound.io': 0,
    });
  });

  it('keeps what outlives its environment', async () => {
    api.put(environments, environment('demo', [bucketRef]));
    api.put(buckets, composed('artifacts', 'demo'));
    watch();
    await store.whenSynced('one');

    api.remove(environments, 'uid-demo');
    await eventually(() => expect(demo()?.environment).toBeUndefined());
    expect(demo()?.resources).toHaveLength(1);
    api.remove(buckets, 'uid-artifacts');
    await eventually(() => expect(demo()).toBeUndefined());
  });

  it('finds what outlived its environment before it began, of the kinds it is told to watch', async () => {
    api.put(buckets, composed('artifacts', 'demo'));
    watch({
      composedKinds: [{ group: buckets.group, kind: buckets.kind }],
    });
    await store.whenSynced('one');

    expect(demo()).toMatchObject({
      uid: 'uid-demo',
      environment: undefined,
      resources: [{ kind: 'Bucket' }],
    });
  });

  it('stops reading a kind once nothing refers to it and nothing of it is left', async () => {
    const { clock, step } = steppedClock(SWEEP_MS);
    api.put(environments, environment('demo', [bucketRef]));
    api.put(buckets, composed('artifacts', 'demo'));
    watch({ clock });
    await store.whenSynced('one');

    api.remove(environments, 'uid-demo');
    await eventually(() => expect(demo()?.environment).toBeUndefined());
    step();
    await eventually(() => expect(demo()?.resources).toHaveLength(1));
    expect(api.watchesOf(buckets)).toHaveLength(1);

    api.remove(buckets, 'uid-artifacts');
    await eventually(() => expect(demo()).toBeUndefined());
    step();
    await eventually(() => expect(api.watchesOf(buckets)).toHaveLength(0));
    expect(kindState('Bucket.s3.aws.m.upbound.io')).toBeUndefined();
  });

  it('reads everything but the one kind that it may not', async () => {
    api.put(environments, environment('demo', [bucketRef, serverRef]));
    api.put(deployments, composed('mlflow', 'demo'));
    const allow = api.intervene((request, response) => {
      if (request.path !== collectionPath(buckets)) {
        return false;
      }
      respondStatus(response, 403, 'buckets is forbidden');
      return true;
    });
    watch();
    await store.whenSynced('one');

    expect(demo()).toMatchObject({
      resources: [{ kind: 'Deployment' }],
      absent: [{ name: 'artifacts', reason: 'Unreadable' }],
      unreadableKinds: ['Bucket.s3.aws.m.upbound.io'],
      stale: undefined,
    });
    expect(kindState('Bucket.s3.aws.m.upbound.io')).toBe('forbidden');

    api.put(buckets, composed('artifacts', 'demo'));
    allow();
    await eventually(() =>
      expect(demo()).toMatchObject({ absent: [], unreadableKinds: [] }),
    );
  });

  it('reads everything but a kind that does not exist', async () => {
    api.put(
      environments,
      environment('demo', [['example.org/v1', 'PodMonitor', 'metrics']]),
    );
    watch();
    await store.whenSynced('one');

    expect(kindState('PodMonitor.example.org')).toBe('missing');
    expect(demo()).toMatchObject({
      absent: [{ name: 'metrics', reason: 'Missing' }],
      unreadableKinds: [],
    });
  });

  it('finds environments once their kind is installed, and forgets them with it', async () => {
    api.hide(environments);
    watch();
    await store.whenSynced('one');
    expect(kindState('MLflowEnvironment.mlops.example.com')).toBe('missing');

    api.serve(environments);
    api.put(environments, environment('demo'));
    await eventually(() => expect(demo()).toBeDefined());

    api.unserve(environments);
    await eventually(() => expect(demo()).toBeUndefined());
    await eventually(() =>
      expect(kindState('MLflowEnvironment.mlops.example.com')).toBe('missing'),
    );
  });

  it('follows a kind to another version when its own is no longer served', async () => {
    api.put(environments, environment('demo', [bucketRef]));
    api.put(buckets, composed('artifacts', 'demo'));
    watch();
    await store.whenSynced('one');

    const newer = { ...buckets, version: 'v1beta2' };
    api.serve(newer);
    api.put(newer, composed('artifacts', 'demo'));
    api.hide(buckets);
    await eventually(() =>
      expect(demo()?.resources[0].apiVersion).toBe(
        's3.aws.m.upbound.io/v1beta2',
      ),
    );
  });

  it('starts without a cluster that is down, and reads it when it is up', async () => {
    await api.down();
    watch();
    await eventually(() =>
      expect(status()).toMatchObject({
        state: 'connecting',
        error: expect.stringContaining("Cluster 'one' cannot be reached"),
      }),
    );

    await api.up();
    api.put(environments, environment('demo'));
    await store.whenSynced('one');
    await eventually(() => expect(demo()).toBeDefined());
  });

  it('shows the last known state of a cluster that went away, and the present one when it is back', async () => {
    api.put(environments, environment('demo', [bucketRef]));
    api.put(environments, environment('other'));
    watch();
    await store.whenSynced('one');

    await api.down();
    await eventually(() => expect(status()?.state).toBe('stale'));
    expect(demo()?.stale).toEqual({
      since: expect.any(String),
      reason: expect.stringContaining("Cluster 'one'"),
    });

    api.remove(environments, 'uid-other', true);
    const restarted = api.intervene((request, response) => {
      if (request.query.get('watch') !== 'true') {
        return false;
      }
      restarted();
      respondStatus(response, 410, 'a restarted server remembers nothing');
      return true;
    });
    await api.up();
    await eventually(() => expect(status()?.state).toBe('synced'));
    await eventually(() =>
      expect([...store.list()].map(({ ref }) => ref.name)).toEqual(['demo']),
    );
    expect(demo()?.stale).toBeUndefined();
  });

  it('signs in again when its token is no longer accepted', async () => {
    let accepted = 'first';
    api.intervene((request, response) => {
      if (request.authorization === `Bearer ${accepted}`) {
        return false;
      }
      respondStatus(response, 401, 'Unauthorized');
      return true;
    });
    watch();
    await store.whenSynced('one');

    accepted = 'second';
    token = 'second';
    api.watchesOf(environments).forEach(open => open.break());
    api.put(environments, environment('demo'), true);
    await eventually(() =>
      expect(
        api.requests.filter(
          ({ authorization }) => authorization === 'Bearer second',
        ),
      ).not.toEqual([]),
    );
    await eventually(() => expect(api.watchesOf(environments)).toHaveLength(1));
    expect(status()?.state).toBe('synced');
  });

  it('counts objects that make no sense', async () => {
    api.corrupt(environments, 'nonsense', { metadata: { name: null } });
    api.put(environments, environment('demo'));
    watch();
    await store.whenSynced('one');

    expect(status()?.malformedObjects).toBe(1);
    expect(demo()).toBeDefined();
  });

  it('reads legacy claims through their cluster-scoped composites', async () => {
    const composites: ResourceType = {
      group: 'mlops.example.com',
      version: 'v1',
      kind: 'XMLflow',
      plural: 'xmlflows',
    };
    api.serve(composites);
    api.put(environments, {
      metadata: environment('demo').metadata,
      spec: {
        resourceRef: {
          apiVersion: 'mlops.example.com/v1',
          kind: 'XMLflow',
          name: 'demo-x7',
        },
      },
    });
    api.put(composites, {
      metadata: { name: 'demo-x7', uid: 'uid-demo-x7' },
      spec: {
        claimRef: {
          apiVersion: 'mlops.example.com/v1alpha1',
          kind: 'MLflowEnvironment',
          namespace: 'team-a',
          name: 'demo',
        },
        resourceRefs: [
          {
            apiVersion: 's3.aws.m.upbound.io/v1beta1',
            kind: 'Bucket',
            name: 'artifacts',
          },
        ],
      },
    });
    api.put(buckets, {
      metadata: {
        name: 'artifacts',
        uid: 'uid-artifacts',
        ownerReferences: [
          {
            apiVersion: 'mlops.example.com/v1',
            kind: 'XMLflow',
            name: 'demo-x7',
            uid: 'uid-demo-x7',
            controller: true,
          },
        ],
      } as FakeObject['metadata'],
    });
    watch();
    await store.whenSynced('one');

    expect(demo()).toMatchObject({
      environment: { kind: 'MLflowEnvironment' },
      composite: { kind: 'XMLflow' },
      resources: [{ kind: 'Bucket' }],
      absent: [],
    });
  });

  describe('clusters', () => {
    it('lists a cluster that cannot be watched, and sends it nothing', async () => {
      const { details } = cluster('two');
      located = {
        clusters: [{ details, default: true, unsupported: 'it needs a user' }],
        complete: true,
      };
      const watcher = watch();
      await eventually(() =>
        expect(status('two')).toMatchObject({
          state: 'unsupported',
          error: 'it needs a user',
        }),
      );
      expect(api.requests).toEqual([]);
      expect(watcher.client('two')).toBeUndefined();
    });

    it('takes in new clusters and forgets those that are no longer there', async () => {
      const { clock, step } = steppedClock(REFRESH_MS);
      api.put(environments, environment('demo'));
      watch({ clock });
      await store.whenSynced('one');

      located = { clusters: [cluster('two')], complete: true };
      step();
      await eventually(() => expect(status('two')?.state).toBe('synced'));
      expect(status('one')).toBeUndefined();
      expect([...store.list()].map(({ ref }) => ref.cluster)).toEqual(['two']);
    });

    it('keeps what it knows while a cluster moves to another address', async () => {
      const { clock, step } = steppedClock(REFRESH_MS);
      api.put(environments, environment('demo'));
      watch({ clock });
      await store.whenSynced('one');
      const gone: string[] = [];
      store.onChange(({ ref, after }) => {
        if (!after) gone.push(ref.name);
      });

      located = {
        clusters: [cluster('one', { title: 'Moved', skipTLSVerify: true })],
        complete: true,
      };
      step();
      await eventually(() => expect(status()?.title).toBe('Moved'));
      api.put(environments, environment('second'));
      await eventually(() => expect([...store.list()]).toHaveLength(2));
      store.flush();
      expect(gone).toEqual([]);
    });

    it('forgets no cluster as long as not every supplier answers', async () => {
      api.put(environments, environment('demo'));
      const answers = [
        { clusters: [cluster()], complete: false },
        { clusters: [], complete: false },
        { clusters: [], complete: false },
      ];
      located = { clusters: [cluster(), cluster('two')], complete: true };
      const removed = jest.spyOn(store, 'removeCluster');
      watch({
        locator: { locate: async () => answers.shift() ?? located },
      });
      expect(store.coverage().allClusters).toBe(false);
      await store.whenSynced('two');
      expect(store.coverage().allClusters).toBe(true);
      expect(removed).not.toHaveBeenCalled();
      expect(status('one')).toBeDefined();
    });
  });
});

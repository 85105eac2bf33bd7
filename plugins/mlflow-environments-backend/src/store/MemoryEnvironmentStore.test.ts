import { mockServices } from '@backstage/backend-test-utils';
import {
  aBucket,
  anEnvironment,
  anObject,
  bucketRef,
  list,
} from './__testUtils__/objects';
import { MemoryEnvironmentStore } from './MemoryEnvironmentStore';
import type { EnvironmentChange } from './types';

const ENVIRONMENT = { group: 'mlops.example.com', kind: 'MLflowEnvironment' };
const BUCKET = { group: 's3.aws.m.upbound.io', kind: 'Bucket' };
const ref = { cluster: 'one', namespace: 'team-a', name: 'demo' };

function setUp() {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const logger = mockServices.logger.mock();
  const store = new MemoryEnvironmentStore({ logger, now: () => now });
  const feed = store.addCluster({ name: 'one', title: 'One', default: true });
  const changes: EnvironmentChange[] = [];
  store.onChange(change => changes.push(change));
  return {
    store,
    logger,
    feed,
    environments: feed.kind(ENVIRONMENT, 'environment'),
    buckets: feed.kind(BUCKET, 'composed'),
    pass: (seconds: number) => {
      now += seconds * 1000;
    },
    /** What listeners were told since last asked. */
    told: () => {
      store.flush();
      return changes.splice(0);
    },
  };
}

describe('MemoryEnvironmentStore', () => {
  describe('resource tree', () => {
    it('joins an environment with the resources that it controls, whichever comes first', () => {
      const { store, environments, buckets } = setUp();
      const environment = anEnvironment('demo').build();
      const early = aBucket('early').controlledBy(environment).build();
      const late = aBucket('late').controlledBy(environment).build();

      buckets.upserted(early);
      environments.upserted(environment);
      buckets.upserted(late);

      expect(store.get(ref)).toMatchObject({
        uid: environment.metadata.uid,
        environment,
        resources: [early, late],
        leftovers: [],
      });
    });

    it('believes the controller rather than the label', () => {
      const { store, environments, buckets } = setUp();
      const demo = anEnvironment('demo').build();
      const other = anEnvironment('other').build();
      list(environments, [demo, other]);
      const bucket = aBucket('b')
        .controlledBy(demo)
        .label('crossplane.io/composite', 'other')
        .build();
      buckets.upserted(bucket);

      expect(store.get(ref)?.resources).toEqual([bucket]);
      expect(store.get({ ...ref, name: 'other' })?.resources).toEqual([]);
    });

    it('leaves resources of other composites of the same name alone', () => {
      const { store, environments, buckets } = setUp();
      environments.upserted(anEnvironment('demo').build());
      buckets.upserted(
        aBucket('b')
          .controlledBy(anObject('example.org/v1', 'XStore', 'demo').build())
          .label('crossplane.io/composite', 'demo')
          .build(),
      );

      expect(store.get(ref)?.resources).toEqual([]);
      expect([...store.list()]).toHaveLength(1);
    });

    it('finds resources without a controller by label, once their environment is there', () => {
      const { store, environments, buckets } = setUp();
      const bucket = aBucket('b')
        .label('crossplane.io/composite', 'demo')
        .build();
      buckets.upserted(bucket);
      expect(store.get(ref)).toBeUndefined();

      environments.upserted(anEnvironment('demo').build());
      expect(store.get(ref)?.resources).toEqual([bucket]);
    });

    it('finds marked resources without a controller even when their environment is gone', () => {
      const { store, buckets } = setUp();
      const bucket = aBucket('b')
        .label('crossplane.io/composite', 'demo')
        .spec({ forProvider: { tags: { 'mlflow-environment': 'demo' } } })
        .build();
      buckets.upserted(bucket);

      expect(store.get(ref)).toMatchObject({
        uid: 'one/team-a/demo',
        environment: undefined,
        resources: [bucket],
      });
    });

    it('keeps what remains of a deleted environment until the last of it is gone', () => {
      const { store, environments, buckets, told } = setUp();
      const environment = anEnvironment('demo').build();
      const bucket = aBucket('b').controlledBy(environment).build();
      environments.upserted(environment);
      buckets.upserted(bucket);

      environments.removed(environment.metadata.uid);
      expect(store.get(ref)).toMatchObject({
        uid: environment.metadata.uid,
        environment: undefined,
        resources: [bucket],
      });

      told();
      buckets.removed(bucket.metadata.uid);
      expect(store.get(ref)).toBeUndefined();
      expect(told()).toEqual([
        { ref, before: expect.anything(), after: undefined },
      ]);
    });

    it('tells what an earlier environment of the same name left from what is new', () => {
      const { store, environments, buckets } = setUp();
      const first = anEnvironment('demo', [], 'first').build();
      const second = anEnvironment('demo', [], 'second').build();
      const old = aBucket('old').controlledBy(first).build();
      const fresh = aBucket('fresh').controlledBy(second).build();
      list(environments, [first]);
      list(buckets, [old, fresh]);

      list(environments, [second]);
      expect(store.get(ref)).toMatchObject({
        uid: 'second',
        resources: [fresh],
        leftovers: [old],
      });
    });

    it('reads a legacy claim through its cluster-scoped composite', () => {
      const { store, feed, environments, buckets } = setUp();
      const composite = anObject('mlops.example.com/v1', 'XMLflow', 'demo-x7')
        .metadata({ namespace: undefined })
        .spec({
          claimRef: {
            apiVersion: 'mlops.example.com/v1alpha1',
            kind: 'MLflowEnvironment',
            namespace: 'team-a',
            name: 'demo',
          },
          resourceRefs: [{ ...bucketRef('b') }, { ...bucketRef('absent') }],
        })
        .build();
      const claim = anEnvironment('demo')
        .spec({
          resourceRef: {
            apiVersion: 'mlops.example.com/v1',
            kind: 'XMLflow',
            name: 'demo-x7',
          },
        })
        .build();
      const bucket = aBucket('b')
        .metadata({ namespace: undefined })
        .controlledBy(composite)
        .build();
      list(buckets, [bucket]);
      buckets.state('synced');
      list(environments, [claim]);
      list(
        feed.kind({ group: 'mlops.example.com', kind: 'XMLflow' }, 'composite'),
        [composite],
      );

      expect(store.get(ref)).toMatchObject({
        environment: claim,
        composite,
        resources: [bucket],
        absent: [{ name: 'absent', reason: 'Missing' }],
      });
    });
  });

  describe('absent resources', () => {
    const secretRef = { apiVersion: 'v1', kind: 'Secret', name: 'config' };

    it('says of each reference without an object what is known', () => {
      const { store, environments, buckets, feed } = setUp();
      const topics = { group: 'example.org', kind: 'Topic' };
      environments.upserted(
        anEnvironment('demo', [
          bucketRef('gone'),
          secretRef,
          { apiVersion: 'example.org/v1', kind: 'Topic', name: 'news' },
        ]).build(),
      );
      expect(store.get(ref)).toMatchObject({
        complete: false,
        absent: [
          { namespace: 'team-a', name: 'gone', reason: 'Unreadable' },
          { namespace: 'team-a', name: 'config', reason: 'Secret' },
          { namespace: 'team-a', name: 'news', reason: 'Unreadable' },
        ],
      });

      list(buckets, []);
      buckets.state('synced');
      feed.kind(topics, 'composed').state('forbidden', 'topics is forbidden');
      expect(store.get(ref)).toMatchObject({
        complete: true,
        unreadableKinds: ['Topic.example.org'],
        absent: [
          { name: 'gone', reason: 'Missing' },
          { name: 'config', reason: 'Secret' },
          {
            name: 'news',
            reason: 'Unreadable',
            message: 'topics is forbidden',
          },
        ],
      });
    });

    it('survives references that make no sense', () => {
      const { store, environments } = setUp();
      environments.upserted(
        anEnvironment('demo')
          .spec({ crossplane: { resourceRefs: [null, 7, { kind: 'Bucket' }] } })
          .build(),
      );
      expect(store.get(ref)?.absent).toEqual([]);
    });
  });

  describe('changes', () => {
    it('tells several changes of an environment as one', () => {
      const { environments, buckets, told } = setUp();
      const environment = anEnvironment('demo').build();
      environments.upserted(environment);
      buckets.upserted(aBucket('a').controlledBy(environment).build());
      buckets.upserted(aBucket('b').controlledBy(environment).build());

      const changes = told();
      expect(changes).toHaveLength(1);
      expect(changes[0].before).toBeUndefined();
      expect(changes[0].after?.resources).toHaveLength(2);
    });

    it('tells nobody of a write without a visible change', () => {
      const { store, environments, told } = setUp();
      const environment = anEnvironment('demo').build();
      environments.upserted(environment);
      const [{ after }] = told();

      environments.upserted(
        anEnvironment('demo').metadata({ resourceVersion: '2' }).build(),
      );
      expect(told()).toEqual([]);
      expect(store.get(ref)?.version).toBe(after?.version);
    });

    it('tells only of the environment that changed, with growing versions', () => {
      const { environments, told } = setUp();
      list(environments, [
        anEnvironment('demo').build(),
        anEnvironment('other').build(),
      ]);
      const before = told();
      const latest = Math.max(
        ...before.map(({ after }) => after?.version ?? 0),
      );

      environments.upserted(
        anEnvironment('other').metadata({ generation: 2 }).build(),
      );
      const changes = told();
      expect(changes.map(change => change.ref.name)).toEqual(['other']);
      expect(changes[0].after?.version).toBeGreaterThan(latest);
    });

    it('tells nothing of what came and went in between', () => {
      const { environments, told } = setUp();
      const environment = anEnvironment('demo').build();
      environments.upserted(environment);
      environments.removed(environment.metadata.uid);
      expect(told()).toEqual([]);
    });

    it('tells the other listeners when one fails', () => {
      const { store, environments, told, logger } = setUp();
      const stop = store.onChange(() => {
        throw new Error('a bug');
      });
      const heard: string[] = [];
      store.onChange(change => heard.push(change.ref.name));
      environments.upserted(anEnvironment('demo').build());

      expect(told()).toHaveLength(1);
      expect(heard).toEqual(['demo']);
      expect(logger.error).toHaveBeenCalledTimes(1);

      stop();
      environments.upserted(anEnvironment('other').build());
      told();
      expect(logger.error).toHaveBeenCalledTimes(1);
    });
  });

  describe('clusters', () => {
    it('is read in full only while every kind of environments is', () => {
      const { feed, store, environments, buckets, told } = setUp();
      const claims = feed.kind(
        { group: 'mlops.example.com', kind: 'Claim' },
        'environment',
      );
      environments.heard();
      list(environments, []);
      environments.state('synced');
      list(buckets, []);
      buckets.state('synced');
      claims.state('forbidden', 'no');
      told();
      expect(store.status()[0].state).toBe('synced');
      expect(store.coverage()).toEqual({
        clusters: ['one'],
        readInFull: [],
        allClusters: false,
      });

      claims.state('missing');
      store.setAllClusters(true);
      expect(store.coverage()).toEqual({
        clusters: ['one'],
        readInFull: ['one'],
        allClusters: true,
      });

      environments.state('failing', 'down');
      expect(store.coverage().readInFull).toEqual([]);
    });

    it('is synced when everything was read, and says so to those who wait', async () => {
      const { store, environments, buckets, told } = setUp();
      const whenSynced = store.whenSynced('one');
      expect(store.status()[0].state).toBe('connecting');

      environments.heard();
      list(environments, [anEnvironment('demo').build()]);
      environments.state('synced');
      expect(store.status()[0].state).toBe('syncing');

      buckets.heard();
      list(buckets, []);
      buckets.state('synced');
      await whenSynced;
      told();
      expect(store.status()).toMatchObject([
        {
          cluster: 'one',
          title: 'One',
          default: true,
          state: 'synced',
          objects: { 'MLflowEnvironment.mlops.example.com': 1 },
        },
      ]);
    });

    it('lets people wait for a cluster that is not listed yet', async () => {
      const { store } = setUp();
      const whenSynced = store.whenSynced('two');
      const feed = store
        .addCluster({ name: 'two', default: false })
        .kind(ENVIRONMENT, 'environment');
      feed.heard();
      feed.state('synced');
      await expect(whenSynced).resolves.toBeUndefined();
    });

    it('does not wait for a kind that may not be read', () => {
      const { store, environments, buckets } = setUp();
      environments.heard();
      environments.state('synced');
      buckets.state('forbidden', 'buckets is forbidden');

      const [status] = store.status();
      expect(status.state).toBe('synced');
      expect(status.kinds).toContainEqual(
        expect.objectContaining({
          kind: 'Bucket.s3.aws.m.upbound.io',
          state: 'forbidden',
          message: 'buckets is forbidden',
        }),
      );
    });

    it('is connecting, with the reason, while it was never reached', () => {
      const { store, environments } = setUp();
      environments.state('failing', 'connection refused');
      expect(store.status()[0]).toMatchObject({
        state: 'connecting',
        error: 'connection refused',
      });
    });

    it('keeps the environments of a cluster that went away, as stale since it was last heard', () => {
      const { store, environments, buckets, pass, told } = setUp();
      environments.heard();
      list(environments, [anEnvironment('demo').build()]);
      environments.state('synced');
      buckets.state('missing');
      told();

      pass(30);
      environments.state('failing', 'connection refused');
      const stale = {
        since: '2026-01-01T00:00:00.000Z',
        reason: 'connection refused',
      };
      expect(store.status()[0]).toMatchObject({
        state: 'stale',
        since: stale.since,
        lagSeconds: 30,
      });
      expect(told()).toMatchObject([
        { before: { stale: undefined }, after: { stale } },
      ]);

      environments.heard();
      environments.state('synced');
      expect(store.status()[0].state).toBe('synced');
      expect(told()).toMatchObject([
        { before: { stale }, after: { stale: undefined } },
      ]);
    });

    it('does not tell every environment of each new wording of the same trouble', () => {
      const { environments, told } = setUp();
      list(environments, [anEnvironment('demo').build()]);
      environments.state('synced');
      environments.state('failing', 'connection refused');
      told();
      environments.state('failing', 'connection timed out');
      expect(told()).toEqual([]);
    });

    it('lists an unsupported cluster with its reason, and lets nobody wait for it', async () => {
      const { store } = setUp();
      store
        .addCluster({ name: 'two', default: false })
        .unsupported('it needs a signed-in user');

      expect(store.status()[1]).toMatchObject({
        cluster: 'two',
        state: 'unsupported',
        error: 'it needs a signed-in user',
      });
      await expect(store.whenSynced('two')).rejects.toThrow(
        'it needs a signed-in user',
      );
    });

    it('forgets the environments of a cluster that is no longer there', () => {
      const { store, environments, told } = setUp();
      environments.upserted(anEnvironment('demo').build());
      told();
      store.removeCluster('one');
      expect(told()).toMatchObject([{ ref, after: undefined }]);
      expect(store.status()).toEqual([]);
    });

    it('forgets a kind that is no longer watched', () => {
      const { store, feed, environments, buckets } = setUp();
      const environment = anEnvironment('demo').build();
      list(environments, [environment]);
      expect(feed.kindsInUse()).not.toContain('Bucket.s3.aws.m.upbound.io');
      buckets.upserted(aBucket('b').controlledBy(environment).build());
      expect(feed.kindsInUse()).toContain('Bucket.s3.aws.m.upbound.io');

      feed.dropKind({ group: 's3.aws.m.upbound.io', kind: 'Bucket' });
      expect(store.get(ref)?.resources).toEqual([]);
      expect(store.status()[0].kinds.map(({ kind }) => kind)).toEqual([
        'MLflowEnvironment.mlops.example.com',
      ]);
    });
  });
});

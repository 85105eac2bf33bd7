import { TestDatabases } from '@backstage/backend-test-utils';
import { DatabaseRequestsStore } from './DatabaseRequestsStore';
import { migratedClient } from './migrate';
import { NameHeldError, RequestWish } from './RequestsStore';

jest.setTimeout(60_000);

const NOW = new Date('2026-11-24T09:00:00Z');
const LATER = new Date('2026-11-24T10:00:00Z');

function aWish(overrides: Partial<RequestWish> = {}): RequestWish {
  return {
    cluster: 'one',
    namespace: 'team-a',
    environmentID: 'churn',
    target: 'main',
    state: 'Reserved',
    parameters: { environmentID: 'churn', database: { tier: 'M10' } },
    taskId: 'task-1',
    requestedBy: 'user:default/alice',
    expiresAt: '2026-11-24T09:30:00.000Z',
    ...overrides,
  };
}

describe.each(TestDatabases.create().eachSupportedId())(
  'DatabaseRequestsStore on %s',
  databaseId => {
    const databases = TestDatabases.create();

    async function aStore() {
      const knex = await databases.init(databaseId);
      return new DatabaseRequestsStore(
        await migratedClient({ getClient: async () => knex }),
      );
    }

    it('gives back what was stored', async () => {
      const store = await aStore();
      const stored = await store.put(aWish(), NOW);
      expect(stored).toMatchObject({
        ...aWish(),
        createdAt: NOW.toISOString(),
        updatedAt: NOW.toISOString(),
      });
      expect(await store.list()).toEqual([stored]);
    });

    it('moves the same request on, and keeps what a step does not repeat', async () => {
      const store = await aStore();
      const reserved = await store.put(
        aWish({ claimPath: 'environments/team-a/churn.yaml' }),
        NOW,
      );
      const pending = await store.put(
        aWish({ state: 'Pending', commitUrl: 'https://git/1' }),
        LATER,
      );
      expect(pending).toMatchObject({
        uid: reserved.uid,
        state: 'Pending',
        claimPath: 'environments/team-a/churn.yaml',
        commitUrl: 'https://git/1',
        createdAt: NOW.toISOString(),
        updatedAt: LATER.toISOString(),
      });
      expect(await store.list()).toEqual([pending]);
    });

    it('does not go back from Pending to Reserved', async () => {
      const store = await aStore();
      await store.put(aWish({ state: 'Pending' }), NOW);
      const again = await store.put(aWish({ state: 'Reserved' }), NOW);
      expect(again.state).toBe('Pending');
    });

    it.each([
      ['task', { taskId: 'task-2' }],
      ['person', { requestedBy: 'user:default/bob' }],
      ['namespace', { namespace: 'team-b' }],
      ['cluster', { cluster: 'two' }],
    ])('holds a name against another %s', async (_, other) => {
      const store = await aStore();
      await store.put(aWish(), NOW);
      await expect(store.put(aWish(other), NOW)).rejects.toThrow(NameHeldError);
    });

    it('gives up the name of a request that expired', async () => {
      const store = await aStore();
      const expired = await store.put(aWish(), NOW);
      const fresh = await store.put(aWish({ taskId: 'task-2' }), LATER);
      expect(fresh.uid).not.toBe(expired.uid);
      expect(await store.list()).toEqual([fresh]);
    });

    it('gives up the name of a request that an environment answered', async () => {
      const store = await aStore();
      await store.put(aWish(), NOW);
      await store.fulfil('churn', 'uid-1');
      const fresh = await store.put(aWish({ taskId: 'task-2' }), NOW);
      expect(fresh.fulfilledUid).toBeUndefined();
    });

    it('lets one of many in that ask at once', async () => {
      const store = await aStore();
      const results = await Promise.allSettled(
        ['a', 'b', 'c', 'd', 'e'].map(taskId =>
          store.put(aWish({ taskId }), NOW),
        ),
      );
      expect(
        results.filter(({ status }) => status === 'fulfilled'),
      ).toHaveLength(1);
      expect(await store.list()).toHaveLength(1);
    });

    it('takes the same request from many at once', async () => {
      const store = await aStore();
      const uids = await Promise.all(
        [1, 2, 3].map(async () => (await store.put(aWish(), NOW)).uid),
      );
      expect(new Set(uids).size).toBe(1);
    });

    it('removes only the request that is meant', async () => {
      const store = await aStore();
      const stored = await store.put(aWish(), NOW);
      await store.remove('another-uid');
      expect(await store.list()).toEqual([stored]);
      await store.remove(stored.uid);
      await store.remove(stored.uid);
      expect(await store.list()).toEqual([]);
    });
  },
);

import { TestDatabases } from '@backstage/backend-test-utils';
import { DatabaseTransitionsStore } from './DatabaseTransitionsStore';
import { migratedClient } from './migrate';
import { ObservedTransition } from './TransitionsStore';

jest.setTimeout(60_000);

const at = (minute: number) =>
  new Date(Date.UTC(2026, 10, 24, 9, minute)).toISOString();

const REF = { cluster: 'one', namespace: 'team-a', name: 'churn' };

function to(
  status: ObservedTransition['to'],
  minute: number,
  more: Partial<ObservedTransition> = {},
): ObservedTransition {
  return { uid: 'uid-1', ref: REF, to: status, at: at(minute), ...more };
}

describe.each(TestDatabases.create().eachSupportedId())(
  'DatabaseTransitionsStore on %s',
  databaseId => {
    const databases = TestDatabases.create();

    async function aStore() {
      const knex = await databases.init(databaseId);
      return new DatabaseTransitionsStore(
        await migratedClient({ getClient: async () => knex }),
      );
    }

    it('tells the transitions of an environment, newest first', async () => {
      const store = await aStore();
      await store.record([to('Provisioning', 0)]);
      await store.record([to('Healthy', 5, { firstReadyAt: at(5) })]);
      await store.record([
        to('Degraded', 9, {
          reason: 'ReconcileError',
          message: 'denied',
          resource: 'artifact-bucket',
        }),
      ]);
      await store.record([to('Healthy', 1, { uid: 'uid-2' })]);

      expect(await store.list('uid-1', 10)).toEqual([
        {
          from: 'Healthy',
          to: 'Degraded',
          at: at(9),
          reason: 'ReconcileError',
          message: 'denied',
          resource: 'artifact-bucket',
        },
        { from: 'Provisioning', to: 'Healthy', at: at(5) },
        { to: 'Provisioning', at: at(0) },
      ]);
      expect(await store.list('uid-1', 1)).toHaveLength(1);
    });

    it('remembers when an environment was first ready, whatever came after', async () => {
      const store = await aStore();
      await store.record([to('Healthy', 5, { firstReadyAt: at(5) })]);
      await store.record([to('Degraded', 6)]);
      await store.record([to('Healthy', 7, { firstReadyAt: at(7) })]);

      expect(await store.listStates()).toEqual([
        expect.objectContaining({
          ref: REF,
          status: 'Healthy',
          since: at(7),
          firstReadyAt: at(5),
        }),
      ]);
    });

    it('notes once what several replicas see at once', async () => {
      const store = await aStore();
      await store.record([to('Provisioning', 0)]);
      const noted = await Promise.all(
        [1, 2, 3].map(() => store.record([to('Healthy', 5)])),
      );
      expect(noted.filter(Boolean)).toHaveLength(1);
      expect(await store.list('uid-1', 10)).toHaveLength(2);
    });

    it('notes once what several replicas see first', async () => {
      const store = await aStore();
      const noted = await Promise.all(
        [1, 2, 3].map(() => store.record([to('Provisioning', 0)])),
      );
      expect(noted.filter(Boolean)).toHaveLength(1);
      expect(await store.list('uid-1', 10)).toHaveLength(1);
    });

    it('notes many at once, those of one environment in their order', async () => {
      const store = await aStore();
      await store.record([to('Provisioning', 0)]);
      const uids = Array.from({ length: 250 }, (_, index) => `uid-${index}`);
      const noted = await store.record([
        ...uids.map(uid => to('Provisioning', 0, { uid })),
        ...uids.map(uid => to('Healthy', 5, { uid })),
        ...uids.map(uid => to('Provisioning', 0, { uid })),
      ]);
      // The first one of uid-1 was known, and what comes last is out of date.
      expect(noted).toBe(2 * uids.length - 1);
      for (const uid of ['uid-0', 'uid-1', 'uid-249']) {
        const transitions = await store.list(uid, 10);
        expect(
          transitions.map(({ from, to: status }) => [from, status]),
        ).toEqual([
          ['Provisioning', 'Healthy'],
          [undefined, 'Provisioning'],
        ]);
      }
    });

    it('is not disturbed by another replica that notes the same in another order', async () => {
      const store = await aStore();
      const uids = Array.from({ length: 50 }, (_, index) => `uid-${index}`);
      const seen = uids.map(uid => to('Healthy', 5, { uid }));
      await store.record(uids.map(uid => to('Provisioning', 0, { uid })));
      const noted = await Promise.all([
        store.record(seen),
        store.record([...seen].reverse()),
      ]);
      expect(noted[0] + noted[1]).toBe(uids.length);
    });

    it('lets no replica that lags behind turn back time', async () => {
      const store = await aStore();
      await store.record([to('Healthy', 5)]);
      await store.record([to('Failed', 8)]);
      await store.record([to('Healthy', 9)]);

      expect(await store.record([to('Failed', 8)])).toBe(0);

      const [newest] = await store.list('uid-1', 1);
      expect(newest).toMatchObject({ to: 'Healthy', at: at(9) });
    });

    it('lets one replica tell the owner of a status', async () => {
      const store = await aStore();
      await store.record([to('Provisioning', 0)]);
      await store.record([to('Failed', 1)]);
      const claims = await Promise.all(
        [1, 2].map(() => store.claimNotification('uid-1', undefined, 'Failed')),
      );
      expect(claims.filter(Boolean)).toHaveLength(1);
      const [state] = await store.listStates();
      expect(state.notifiedStatus).toBe('Failed');
    });

    it('claims no notification of a status that has passed', async () => {
      const store = await aStore();
      await store.record([to('Failed', 0)]);
      await store.record([to('Healthy', 1)]);
      expect(await store.claimNotification('uid-1', undefined, 'Failed')).toBe(
        false,
      );
    });

    it('forgets environments that are gone, and nothing else', async () => {
      const store = await aStore();
      await store.record([to('Healthy', 0)]);
      await store.record([to('Healthy', 0, { uid: 'uid-2' })]);
      await store.remove(['uid-1', 'unknown']);
      expect((await store.listStates()).map(({ uid }) => uid)).toEqual([
        'uid-2',
      ]);
      expect(await store.list('uid-1', 10)).toEqual([]);
      expect(await store.list('uid-2', 10)).toHaveLength(1);
    });
  },
);

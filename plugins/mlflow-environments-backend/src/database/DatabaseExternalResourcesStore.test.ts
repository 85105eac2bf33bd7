import { TestDatabases } from '@backstage/backend-test-utils';
import { DatabaseExternalResourcesStore } from './DatabaseExternalResourcesStore';
import { ExternalResource } from './ExternalResourcesStore';
import { migratedClient } from './migrate';

jest.setTimeout(60_000);

const REF = { cluster: 'one', namespace: 'team-a', name: 'churn' };
const GONE = new Date('2026-11-24T09:00:00Z');

function aResource(
  resource: string,
  overrides: Partial<ExternalResource> = {},
): ExternalResource {
  return {
    resource,
    apiVersion: 's3.aws.m.upbound.io/v1beta1',
    kind: 'Bucket',
    name: `mlflow-${resource}`,
    externalName: `mlflow-${resource}-1a2b3c4d`,
    retained: true,
    ...overrides,
  };
}

describe.each(TestDatabases.create().eachSupportedId())(
  'DatabaseExternalResourcesStore on %s',
  databaseId => {
    const databases = TestDatabases.create();

    async function aStore() {
      const knex = await databases.init(databaseId);
      return new DatabaseExternalResourcesStore(
        await migratedClient({ getClient: async () => knex }),
      );
    }

    it('leaves behind what is retained, and only that', async () => {
      const store = await aStore();
      await store.put('uid-1', REF, [
        aResource('bucket'),
        aResource('role', { retained: false }),
      ]);
      expect(await store.listLeftovers()).toEqual([]);
      expect(await store.listOwned()).toEqual([
        {
          uid: 'uid-1',
          ref: REF,
          resources: expect.arrayContaining([
            aResource('bucket'),
            aResource('role', { retained: false }),
          ]),
        },
      ]);

      await store.leave('uid-1', GONE);
      await store.leave('uid-1', new Date());

      expect(await store.listLeftovers()).toEqual([
        {
          ...aResource('bucket'),
          uid: 'uid-1',
          ref: REF,
          leftAt: GONE.toISOString(),
        },
      ]);
      expect(await store.listOwned()).toEqual([]);
    });

    it('keeps of an environment what it has now', async () => {
      const store = await aStore();
      await store.put('uid-1', REF, [aResource('a'), aResource('b')]);
      await store.put('uid-1', REF, [
        aResource('b', { externalName: 'renamed' }),
        aResource('c'),
      ]);
      await store.leave('uid-1', GONE);
      expect(
        (await store.listLeftovers()).map(leftover => [
          leftover.resource,
          leftover.externalName,
        ]),
      ).toEqual([
        ['b', 'renamed'],
        ['c', 'mlflow-c-1a2b3c4d'],
      ]);
    });

    it('has no leftovers of what an environment took back', async () => {
      const store = await aStore();
      await store.put('uid-1', REF, [aResource('a'), aResource('b')]);
      await store.leave('uid-1', GONE);
      await store.put('uid-2', REF, [aResource('a')]);
      expect(
        (await store.listLeftovers()).map(({ resource }) => resource),
      ).toEqual(['b']);
    });

    it('can be told that an environment has nothing', async () => {
      const store = await aStore();
      await store.put('uid-1', REF, [aResource('a')]);
      await store.put('uid-1', REF, []);
      await store.leave('uid-1', GONE);
      expect(await store.listLeftovers()).toEqual([]);
    });
  },
);

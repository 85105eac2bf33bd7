import { TestDatabases } from '@backstage/backend-test-utils';
import { DatabaseExternalResourcesStore } from './DatabaseExternalResourcesStore';
import { ExternalResource, OwnedResources } from './ExternalResourcesStore';
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

function anEnvironment(
  uid: string,
  resources: ExternalResource[],
): OwnedResources {
  return { uid, ref: REF, resources };
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
      await store.put([
        anEnvironment('uid-1', [
          aResource('bucket'),
          aResource('role', { retained: false }),
        ]),
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
      await store.put([
        anEnvironment('uid-1', [aResource('a'), aResource('b')]),
      ]);
      await store.put([
        anEnvironment('uid-1', [
          aResource('b', { externalName: 'renamed' }),
          aResource('c'),
        ]),
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
      await store.put([
        anEnvironment('uid-1', [aResource('a'), aResource('b')]),
      ]);
      await store.leave('uid-1', GONE);
      await store.put([anEnvironment('uid-2', [aResource('a')])]);
      expect(
        (await store.listLeftovers()).map(({ resource }) => resource),
      ).toEqual(['b']);
    });

    it('takes many at once, the last word on each', async () => {
      const store = await aStore();
      const names = Array.from({ length: 250 }, (_, index) => `env-${index}`);
      const owned = (resource: string) =>
        names.map(name => ({
          uid: `uid-${name}`,
          ref: { ...REF, name },
          resources: [aResource(resource), aResource('role')],
        }));
      await store.put([...owned('a'), ...owned('b')]);
      expect(await store.listOwned()).toHaveLength(names.length);
      const [first] = await store.listOwned();
      expect(first.resources.map(({ resource }) => resource).sort()).toEqual([
        'b',
        'role',
      ]);
    });

    it('takes back nothing that another environment left under the same name', async () => {
      const store = await aStore();
      const other = { ...REF, name: 'other' };
      await store.put([
        { uid: 'uid-1', ref: REF, resources: [aResource('a')] },
        { uid: 'uid-2', ref: other, resources: [aResource('a')] },
      ]);
      await store.leave('uid-1', GONE);
      await store.leave('uid-2', GONE);
      await store.put([
        { uid: 'uid-3', ref: other, resources: [aResource('a')] },
        { uid: 'uid-4', ref: REF, resources: [] },
      ]);
      expect((await store.listLeftovers()).map(({ uid }) => uid)).toEqual([
        'uid-1',
      ]);
    });

    it('can be told that an environment has nothing', async () => {
      const store = await aStore();
      await store.put([anEnvironment('uid-1', [aResource('a')])]);
      await store.put([anEnvironment('uid-1', [])]);
      await store.leave('uid-1', GONE);
      expect(await store.listLeftovers()).toEqual([]);
    });
  },
);

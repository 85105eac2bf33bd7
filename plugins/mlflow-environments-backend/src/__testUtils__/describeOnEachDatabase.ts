import { mockServices, TestDatabases } from '@backstage/backend-test-utils';

/** A database service over a database of its own. */
export type TestDatabase = ReturnType<typeof mockServices.database.mock>;

/** Runs a suite on SQLite, and on each PostgreSQL that TestDatabases are told of. */
export function describeOnEachDatabase(
  name: string,
  suite: (aDatabase: () => Promise<TestDatabase>) => void,
): void {
  const databases = TestDatabases.create();
  describe.each(databases.eachSupportedId())(`${name} on %s`, databaseId => {
    suite(async () => {
      const knex = await databases.init(databaseId);
      return mockServices.database.mock({ getClient: async () => knex });
    });
  });
}

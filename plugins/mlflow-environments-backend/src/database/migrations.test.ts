import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseExternalResourcesStore } from './DatabaseExternalResourcesStore';
import { DatabaseRequestsStore } from './DatabaseRequestsStore';
import { DatabaseTransitionsStore } from './DatabaseTransitionsStore';
import { migratedClient } from './migrate';

jest.setTimeout(60_000);

const directory = join(__dirname, '../../migrations');
const migrations = readdirSync(directory).sort();

/** What a release before stored. Every release adds what its tables held, at the migration it was released with. */
const RELEASES: Record<string, Record<string, object[]>> = {
  '20261124000000_init.js': {
    requests: [
      {
        environment_id: 'churn',
        uid: 'uid-request',
        cluster: 'one',
        namespace: 'team-a',
        target: 'main',
        state: 'Pending',
        parameters: '{"environmentID":"churn"}',
        claim_path: 'environments/team-a/churn.yaml',
        commit_url: 'https://git.example.com/commit/1',
        pull_request_url: null,
        task_id: 'task-1',
        requested_by: 'user:default/alice',
        created_at: '2026-11-24T09:00:00.000Z',
        updated_at: '2026-11-24T09:01:00.000Z',
        expires_at: '2026-12-08T09:01:00.000Z',
        fulfilled_uid: null,
      },
    ],
    health_states: [
      {
        uid: 'uid-fraud',
        cluster: 'one',
        namespace: 'team-a',
        name: 'fraud',
        status: 'Degraded',
        since: '2026-11-24T09:02:00.000Z',
        first_ready_at: '2026-11-24T09:00:00.000Z',
        sequence: 2,
        notified_status: 'Healthy',
      },
    ],
    health_transitions: [
      {
        uid: 'uid-fraud',
        sequence: 1,
        from_status: null,
        to_status: 'Healthy',
        at: '2026-11-24T09:00:00.000Z',
        reason: null,
        message: null,
        resource: null,
      },
      {
        uid: 'uid-fraud',
        sequence: 2,
        from_status: 'Healthy',
        to_status: 'Degraded',
        at: '2026-11-24T09:02:00.000Z',
        reason: 'Creating',
        message: 'Unready resources: artifact-bucket',
        resource: 'artifact-bucket',
      },
    ],
    external_resources: [
      {
        uid: 'uid-old',
        resource: 'artifact-bucket',
        cluster: 'one',
        namespace: 'team-a',
        environment_id: 'old',
        api_version: 's3.aws.m.upbound.io/v1beta1',
        kind: 'Bucket',
        name: 'mlflow-old',
        external_name: 'mlflow-old-1a2b3c4d',
        retained: true,
        left_at: '2026-11-24T09:03:00.000Z',
      },
    ],
  },
};

describe.each(TestDatabases.create().eachSupportedId())(
  'migrations on %s',
  databaseId => {
    const databases = TestDatabases.create();

    async function upTo(knex: Knex, migration: string): Promise<void> {
      for (const name of migrations) {
        await knex.migrate.up({ directory, name });
        if (name === migration) {
          return;
        }
      }
    }

    it.each(Object.keys(RELEASES))(
      'keep what the release of %s stored',
      async release => {
        const knex = await databases.init(databaseId);
        await upTo(knex, release);
        for (const [table, rows] of Object.entries(RELEASES[release])) {
          await knex(table).insert(rows);
        }

        await migratedClient({ getClient: async () => knex });

        const [request] = await new DatabaseRequestsStore(knex).list();
        expect(request).toMatchObject({
          environmentID: 'churn',
          uid: 'uid-request',
          state: 'Pending',
          parameters: { environmentID: 'churn' },
          commitUrl: 'https://git.example.com/commit/1',
          requestedBy: 'user:default/alice',
        });
        const transitions = new DatabaseTransitionsStore(knex);
        expect(await transitions.listStates()).toEqual([
          {
            uid: 'uid-fraud',
            ref: { cluster: 'one', namespace: 'team-a', name: 'fraud' },
            status: 'Degraded',
            since: '2026-11-24T09:02:00.000Z',
            firstReadyAt: '2026-11-24T09:00:00.000Z',
            notifiedStatus: 'Healthy',
          },
        ]);
        expect(await transitions.list('uid-fraud', 10)).toMatchObject([
          { from: 'Healthy', to: 'Degraded', resource: 'artifact-bucket' },
          { to: 'Healthy' },
        ]);
        expect(
          await new DatabaseExternalResourcesStore(knex).listLeftovers(),
        ).toMatchObject([
          { kind: 'Bucket', externalName: 'mlflow-old-1a2b3c4d' },
        ]);
      },
    );

    it('go down to each release again, and keep what that one stored', async () => {
      const knex = await databases.init(databaseId);
      await knex.migrate.latest({ directory });
      for (const [release, tables] of Object.entries(RELEASES).reverse()) {
        for (const name of [...migrations].reverse()) {
          if (name > release) {
            await knex.migrate.down({ directory, name });
          }
        }
        for (const [table, rows] of Object.entries(tables)) {
          await knex(table).insert(rows);
          expect(await knex(table)).toHaveLength(rows.length);
        }
      }
    });

    it('leave nothing behind when all are taken back', async () => {
      const knex = await databases.init(databaseId);
      await knex.migrate.latest({ directory });
      await knex.migrate.rollback({ directory }, true);
      for (const table of Object.keys(RELEASES['20261124000000_init.js'])) {
        expect(await knex.schema.hasTable(table)).toBe(false);
      }
    });

    it('take back what only the newer schema can hold', async () => {
      const knex = await databases.init(databaseId);
      const longUid = `one/team-a/${'a'.repeat(100)}`;
      await knex.migrate.latest({ directory });
      await new DatabaseTransitionsStore(knex).record([
        {
          uid: longUid,
          ref: { cluster: 'one', namespace: 'team-a', name: 'gone' },
          to: 'Deleting',
          at: '2026-11-24T09:00:00.000Z',
          reason: 'R'.repeat(1_000),
        },
      ]);
      await knex.migrate.down({ directory });
      expect(await knex('health_states')).toEqual([]);
      await knex.migrate.latest({ directory });
    });
  },
);

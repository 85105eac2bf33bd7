import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import {
  EnvironmentDetail,
  EnvironmentHistory,
  NameCheck,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import fc from 'fast-check';
import knexFactory, { Knex } from 'knex';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BackendProcess } from './__testUtils__/BackendProcess';
import { DEFINITIONS } from './__testUtils__/definitions';
import {
  aBucket,
  anEnvironment,
  CREATING,
  READY,
} from './__testUtils__/objects';
import { patiently } from './__testUtils__/patiently';
import { aRequest, TARGETS } from './__testUtils__/requests';
import { CreatedObject, TestCluster } from './__testUtils__/TestCluster';

jest.setTimeout(600_000);

/** How long after the first answer the backend is killed, in milliseconds, round by round. */
const KILLED_AFTER_MS = fc.sample(fc.integer({ min: 0, max: 600 }), 3);

interface Place {
  /** `backend.database` */
  config: JsonObject;
  knex: Knex;
}

describe.each(TestDatabases.create().eachSupportedId())(
  'a backend that is killed, on %s',
  databaseId => {
    const databases = TestDatabases.create();
    let folder: string;
    let cluster: TestCluster;
    let place: Place;
    let backend: BackendProcess;
    let stopChanging: AbortController;

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'mlflow-environments-'));
      cluster = await TestCluster.start(DEFINITIONS);
      place = await aPlace(databaseId);
    });

    afterEach(async () => {
      stopChanging.abort();
      await backend.kill();
      await place.knex.destroy();
      await cluster.stop();
      rmSync(folder, { recursive: true });
    });

    /** A database that another process can open as well. */
    async function aPlace(id: TestDatabaseId): Promise<Place> {
      if (id === 'SQLITE_3') {
        const filename = join(folder, 'mlflow-environments.sqlite');
        return {
          config: {
            client: 'better-sqlite3',
            connection: { directory: folder },
          },
          knex: knexFactory({
            client: 'better-sqlite3',
            connection: { filename },
            useNullAsDefault: true,
          }),
        };
      }
      const knex = await databases.init(id);
      return {
        config: {
          client: 'pg',
          connection: knex.client.config.connection,
          plugin: {
            'mlflow-environments': {
              connection: knex.client.config.connection,
            },
          },
        },
        knex,
      };
    }

    async function start() {
      backend = await BackendProcess.start({
        cluster,
        database: place.config,
        config: { targets: TARGETS },
      });
    }

    /** Asks for environments until the backend goes, and notes what was answered. */
    async function askOnAndOn(
      round: number,
      answered: Map<string, 'Reserved' | 'Pending'>,
    ): Promise<void> {
      for (let i = 0; ; i++) {
        const name = `round-${round}-${i}`;
        for (const state of ['Reserved', 'Pending'] as const) {
          const { status } = await backend.put(
            `/requests/one/team-a/${name}`,
            aRequest(state, {
              taskId: name,
              parameters: { environmentID: name },
            }),
          );
          expect(status).toBe(200);
          answered.set(name, state);
          await sleep(10);
        }
      }
    }

    /** Lets health change until told to stop. */
    async function changeOnAndOn(object: CreatedObject, signal: AbortSignal) {
      for (let i = 0; !signal.aborted; i++) {
        await cluster.setStatus(object, {
          conditions: (i % 2 ? READY : CREATING).map(condition => ({
            ...condition,
            lastTransitionTime: new Date().toISOString(),
          })),
        });
        await sleep(100);
      }
    }

    /** The history once it is newer than it was. */
    async function historyAfter(before: EnvironmentHistory['items']) {
      return patiently(async () => {
        const { status, body } = await backend.get<EnvironmentHistory>(
          '/environments/one/team-a/churn/history',
        );
        expect([status, body]).toEqual([
          200,
          { items: expect.arrayContaining([expect.anything()]) },
        ]);
        expect(body.items[0]).not.toEqual(before[0]);
        return body.items;
      });
    }

    async function ledgerHas({ metadata: { uid } }: CreatedObject) {
      await patiently(async () =>
        expect(
          await place.knex('external_resources').where({ uid }),
        ).toHaveLength(1),
      );
    }

    async function expectNothingHalfWritten() {
      const states = await place.knex('health_states');
      const transitions = await place
        .knex('health_transitions')
        .orderBy([{ column: 'uid' }, { column: 'sequence' }]);
      for (const { uid, status, sequence } of states) {
        const own = transitions.filter(transition => transition.uid === uid);
        expect(own.map(transition => transition.sequence)).toEqual(
          Array.from({ length: sequence }, (_, i) => i + 1),
        );
        expect(own[own.length - 1].to_status).toBe(status);
      }
      const uids = new Set(states.map(({ uid }) => uid));
      expect(transitions.filter(({ uid }) => !uids.has(uid))).toEqual([]);
    }

    it('has everything that it ever answered for or noted, and nothing by half', async () => {
      const churn = await cluster.create(anEnvironment('churn'));
      await cluster.create(aBucket(churn));
      const gone = await cluster.create(anEnvironment('gone'));
      const bucket = await cluster.create(aBucket(gone));
      const answered = new Map<string, 'Reserved' | 'Pending'>();
      let seen: EnvironmentHistory['items'] = [];

      for (const [round, after] of KILLED_AFTER_MS.entries()) {
        await start();
        const changes = new AbortController();
        stopChanging = changes;
        const changing = changeOnAndOn(churn, changes.signal);
        seen = await historyAfter(seen);
        await ledgerHas(gone);
        const before = answered.size;
        const asking = [0, 1, 2].map(i =>
          // It goes while it is asked.
          askOnAndOn(10 * round + i, answered).catch(() => {}),
        );
        await patiently(async () =>
          expect(answered.size).toBeGreaterThan(before),
        );
        await sleep(after);
        await backend.kill();
        changes.abort();
        await Promise.all([changing, ...asking]);

        const rows = await place.knex('requests');
        const stored = new Map(
          rows.map(({ environment_id, state }) => [environment_id, state]),
        );
        for (const [name, state] of answered) {
          expect([name, [state, 'Pending']]).toEqual([
            name,
            expect.arrayContaining([stored.get(name)]),
          ]);
        }
        await expectNothingHalfWritten();
        const transitions = await place
          .knex('health_transitions')
          .where({ uid: churn.metadata.uid })
          .orderBy('sequence', 'desc');
        expect(
          transitions.slice(-seen.length).map(({ to_status }) => to_status),
        ).toEqual(seen.map(({ to }) => to));
      }

      // What goes while nobody watches is known from what was noted before.
      await cluster.remove(gone);
      await cluster.remove(bucket).catch(() => {});
      await cluster.setStatus(churn, { conditions: READY });
      await start();
      const pending = [...answered].filter(([, state]) => state === 'Pending');
      for (const [name] of pending) {
        const path = `/environments/one/team-a/${name}`;
        expect([path, (await backend.get(path)).status]).toEqual([path, 200]);
      }
      await patiently(async () => {
        const { body } = await backend.get<EnvironmentDetail>(
          '/environments/one/team-a/churn',
        );
        expect(body.health?.status).toBe('Healthy');
        const { body: history } = await backend.get<EnvironmentHistory>(
          '/environments/one/team-a/churn/history',
        );
        expect(history.items[0].to).toBe('Healthy');
        const { body: name } = await backend.get<NameCheck>('/names/gone');
        expect(name.reason).toContain('left its data behind');
      });
    });
  },
);

import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { stringifyEntityRef } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import {
  CatalogService,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import {
  EventsService,
  eventsServiceFactory,
  eventsServiceRef,
} from '@backstage/plugin-events-node';
import {
  ClusterStatus,
  EnvironmentEventPayload,
  EnvironmentSummary,
  EVENTS_TOPIC,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { Router } from 'express';
import { isEqual } from 'lodash';
import catalogModule from './index';
import { anEnvironment } from './testing';

const PAGE = 2;

/** The aggregator's API as far as the module uses it, answering from what a test says there is. */
class FakeAggregator {
  clusters: Pick<ClusterStatus, 'name' | 'state'>[] = [
    { name: 'sandbox', state: 'synced' },
  ];
  environments: EnvironmentSummary[] = [];
  failing = false;
  allClusters = true;
  catalog!: CatalogService;
  private events!: EventsService;

  readonly plugin = createBackendPlugin({
    pluginId: 'mlflow-environments',
    register: reg =>
      reg.registerInit({
        deps: {
          http: coreServices.httpRouter,
          events: eventsServiceRef,
          catalog: catalogServiceRef,
        },
        init: async ({ http, events, catalog }) => {
          this.events = events;
          this.catalog = catalog;
          const router = Router();
          router.get('/status', (_, res) =>
            res.json({ clusters: this.clusters }),
          );
          router.get('/environments', (req, res) => {
            const start = Number(req.query.cursor ?? 0);
            if (this.failing && start > 0) {
              res.status(503).json({ error: { message: 'down' } });
              return;
            }
            const end = start + PAGE;
            res.json({
              items: this.environments.slice(start, end),
              pageInfo:
                end < this.environments.length
                  ? { nextCursor: String(end) }
                  : {},
              coverage: {
                clusters: this.clusters.map(({ name }) => name),
                readInFull: this.clusters
                  .filter(({ state }) => state === 'synced')
                  .map(({ name }) => name),
                allClusters: this.allClusters,
              },
            });
          });
          http.use(router);
        },
      }),
  });

  async announce(eventPayload: EnvironmentEventPayload) {
    await this.events.publish({ topic: EVENTS_TOPIC, eventPayload });
  }

  async entities() {
    const { items } = await this.catalog.getEntities(
      { filter: { kind: 'Resource' } },
      { credentials: await mockServices.auth().getOwnServiceCredentials() },
    );
    return items.map(entity => stringifyEntityRef(entity)).sort();
  }
}

/** Reads until the answer is as expected, or for 15 s; the test asserts on what was read last. */
async function settled<T>(read: () => Promise<T>, expected: T): Promise<T> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const actual = await read();
    if (isEqual(actual, expected) || Date.now() > deadline) return actual;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

const databases = TestDatabases.create();

/** `backend.database` of a catalog of its own; in memory, as tests are by default, on SQLite. */
async function databaseConfig(databaseId: TestDatabaseId) {
  if (databaseId === 'SQLITE_3') {
    return { client: 'better-sqlite3', connection: ':memory:' };
  }
  const { connection } = (await databases.init(databaseId)).client.config;
  return { client: 'pg', connection, pluginDivisionMode: 'schema' };
}

/** A catalog that compares itself with the aggregator every 300 ms. */
async function startCatalogOn(
  databaseId: TestDatabaseId,
  aggregator: FakeAggregator,
) {
  return startTestBackend({
    features: [
      catalogPlugin,
      catalogModule,
      aggregator.plugin,
      databaseServiceFactory,
      schedulerServiceFactory,
      eventsServiceFactory,
      mockServices.rootConfig.factory({
        data: {
          backend: { database: await databaseConfig(databaseId) },
          catalog: {
            stitchingStrategy: {
              mode: 'deferred',
              pollingInterval: { milliseconds: 100 },
            },
            providers: {
              mlflowEnvironments: {
                schedule: {
                  frequency: { milliseconds: 300 },
                  timeout: { seconds: 10 },
                  scope: 'local',
                },
              },
            },
          },
        },
      }),
    ],
  });
}

describe.each(databases.eachSupportedId())(
  'the catalog module on %s',
  databaseId => {
    jest.setTimeout(60_000);

    const startCatalog = (aggregator: FakeAggregator) =>
      startCatalogOn(databaseId, aggregator);

    it('keeps an entity for each environment on every page of the list', async () => {
      const aggregator = new FakeAggregator();
      aggregator.environments = ['a', 'b', 'c'].map(name =>
        anEnvironment(name),
      );
      const backend = await startCatalog(aggregator);
      expect(
        await settled(
          () => aggregator.entities(),
          ['resource:team-a/a', 'resource:team-a/b', 'resource:team-a/c'],
        ),
      ).toEqual([
        'resource:team-a/a',
        'resource:team-a/b',
        'resource:team-a/c',
      ]);

      aggregator.environments.pop();
      expect(
        await settled(
          () => aggregator.entities(),
          ['resource:team-a/a', 'resource:team-a/b'],
        ),
      ).toEqual(['resource:team-a/a', 'resource:team-a/b']);
      await backend.stop();
    });

    it('removes nothing while a list fails half-way or a cluster cannot be read', async () => {
      const aggregator = new FakeAggregator();
      aggregator.environments = ['a', 'b', 'c'].map(name =>
        anEnvironment(name),
      );
      const backend = await startCatalog(aggregator);
      const all = [
        'resource:team-a/a',
        'resource:team-a/b',
        'resource:team-a/c',
      ];
      expect(await settled(() => aggregator.entities(), all)).toEqual(all);

      aggregator.failing = true;
      await new Promise(resolve => setTimeout(resolve, 1000));
      expect(await aggregator.entities()).toEqual(all);

      aggregator.failing = false;
      aggregator.environments = [];
      aggregator.clusters = [{ name: 'sandbox', state: 'stale' }];
      await new Promise(resolve => setTimeout(resolve, 7000));
      expect(await aggregator.entities()).toEqual(all);

      aggregator.clusters = [{ name: 'sandbox', state: 'synced' }];
      expect(await settled(() => aggregator.entities(), [])).toEqual([]);
      await backend.stop();
    });

    it('has the entity of a pending environment as soon as it is announced, and drops it when told', async () => {
      const aggregator = new FakeAggregator();
      aggregator.clusters = [{ name: 'sandbox', state: 'stale' }];
      aggregator.environments = [anEnvironment('known')];
      const backend = await startCatalog(aggregator);
      expect(
        await settled(() => aggregator.entities(), ['resource:team-a/known']),
      ).toEqual(['resource:team-a/known']);

      await aggregator.announce({
        type: 'upsert',
        environment: anEnvironment('churn', {
          health: { status: 'Pending', progress: { ready: 0, total: 16 } },
        }),
      });
      expect(
        await settled(
          () => aggregator.entities(),
          ['resource:team-a/churn', 'resource:team-a/known'],
        ),
      ).toEqual(['resource:team-a/churn', 'resource:team-a/known']);

      await aggregator.announce({
        type: 'remove',
        entityRef: 'resource:team-a/churn',
      });
      expect(
        await settled(() => aggregator.entities(), ['resource:team-a/known']),
      ).toEqual(['resource:team-a/known']);
      await backend.stop();
    });
  },
);

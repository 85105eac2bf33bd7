import {
  AuthService,
  DatabaseService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { Config } from '@backstage/config';
import { toError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { ClusterLog } from './announce/ClusterLog';
import { ClusterExtensions } from './ClusterExtensions';
import { ClusterLocator } from './clusters';
import { COMPOSED_KINDS } from './composedKinds';
import { EnvironmentsConfig } from './config';
import { DatabaseExternalResourcesStore } from './database/DatabaseExternalResourcesStore';
import { DatabaseRequestsStore } from './database/DatabaseRequestsStore';
import { DatabaseTransitionsStore } from './database/DatabaseTransitionsStore';
import { migratedClient } from './database/migrate';
import { EnvironmentDescriber } from './environments/describe';
import { Environments } from './environments/Environments';
import { followDepartures, noteDepartures } from './history/followDepartures';
import { HealthHistory } from './history/HealthHistory';
import { Inventory } from './history/Inventory';
import { Writes } from './lib/Writes';
import { CompositionSettings } from './previews/CompositionSettings';
import { PlanOrders } from './previews/PlanOrders';
import { followRequests } from './requests/followRequests';
import { Requests } from './requests/Requests';
import { MemoryEnvironmentStore } from './store';
import { Targets } from './targets';
import { FleetWatcher, readEnvironmentKinds, WatchMetrics } from './watch';

const now = () => new Date();

interface Parts {
  store: MemoryEnvironmentStore;
  clusters: FleetWatcher;
  environments: Environments;
  requests: Requests;
  history: HealthHistory;
  inventory: Inventory;
  transitions: DatabaseTransitionsStore;
  settings: CompositionSettings;
  plans: PlanOrders;
  targets: Targets;
  writes: Writes;
  log: ClusterLog;
  logger: LoggerService;
}

/** Everything between the clusters and the API: watches, stores, and environments ready to be read. */
export class Aggregator {
  static async create(options: {
    rootConfig: Config;
    config: EnvironmentsConfig;
    extensions: ClusterExtensions;
    database: DatabaseService;
    auth: AuthService;
    catalog: CatalogService;
    logger: LoggerService;
    metrics: MetricsService;
  }): Promise<Aggregator> {
    const { rootConfig, config, extensions, logger } = options;
    const knex = await migratedClient(options.database);
    const writes = new Writes({ logger, ping: () => knex.raw('select 1') });
    const transitions = new DatabaseTransitionsStore(knex);
    const requests = await Requests.load(new DatabaseRequestsStore(knex));
    const history = await HealthHistory.load(transitions, writes);
    const inventory = await Inventory.load(
      new DatabaseExternalResourcesStore(knex),
      writes,
    );

    const store = new MemoryEnvironmentStore({ logger });
    const clusters = new FleetWatcher({
      locator: ClusterLocator.fromConfig(rootConfig, {
        ...options,
        ...extensions,
      }),
      store,
      logger,
      metrics: new WatchMetrics(options.metrics),
      environmentKinds: readEnvironmentKinds(rootConfig),
      composedKinds: COMPOSED_KINDS,
    });
    const settings = new CompositionSettings(clusters);
    const plans = new PlanOrders(settings, logger);
    const targets = new Targets(config.targets);
    const environments = new Environments({
      store,
      requests,
      history,
      describe: new EnvironmentDescriber({
        ...config,
        targets,
        integrations: ScmIntegrations.fromConfig(rootConfig),
        defaultCluster: () => defaultCluster(store, targets),
        planOrder: (cluster, parameters) => plans.of(cluster, parameters),
        now,
      }),
      now,
    });
    return new Aggregator({
      store,
      clusters,
      environments,
      requests,
      history,
      inventory,
      transitions,
      settings,
      plans,
      targets,
      writes,
      log: new ClusterLog(logger),
      logger,
    });
  }

  private constructor(readonly parts: Parts) {}

  /** Starts reading clusters, in the background: one that is away keeps nobody waiting. */
  start(): void {
    const { store, environments, requests, inventory, writes } = this.parts;
    followRequests(environments, requests, writes);
    followDepartures({ ...this.parts, now });
    store.onChange(({ after }) => after && inventory.observe(after));
    environments.start();
    // In time for the first health of its environments, which is told once all of them were read.
    this.parts.clusters.start(cluster => {
      this.readPlans([cluster]).catch(error =>
        this.parts.logger.error(
          `The plans of cluster '${cluster}' were not worked out`,
          toError(error),
        ),
      );
    });
  }

  /** To be called every few seconds: sees what other replicas wrote, and what only time changes. */
  async keepUp(): Promise<void> {
    const { environments, inventory, log, requests, store } = this.parts;
    log.observe(store.status());
    await requests.refresh();
    await inventory.refresh();
    environments.updateRequested();
    const clusters = store
      .status()
      .filter(({ state }) => state === 'synced' || state === 'syncing')
      .map(({ cluster }) => cluster);
    await this.readPlans(clusters);
    noteDepartures({ ...this.parts, now });
  }

  private async readPlans(clusters: string[]): Promise<void> {
    const { environments, plans } = this.parts;
    await environments.updateClusters(await plans.refresh(clusters));
  }

  /** To be called every minute or so: what another replica saw while this one couldn't, decides what is said of the present. */
  async agree(): Promise<void> {
    const { environments, history } = this.parts;
    const learned = await history.refresh();
    learned.forEach(ref => environments.refresh(ref));
  }

  async stop(): Promise<void> {
    await this.parts.clusters.stop();
    await this.parts.writes.stop();
  }

  /** The cluster whose environments' entities carry plain names. */
  readonly defaultCluster = (): string =>
    defaultCluster(this.parts.store, this.parts.targets);
}

/** Until clusters are found, the one that claims go to by default is the best guess. */
function defaultCluster(
  store: MemoryEnvironmentStore,
  targets: Targets,
): string {
  return store.defaultCluster ?? targets.list()[0]?.cluster ?? '';
}

import { isDeepStrictEqual } from 'node:util';
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  HttpClusterClient,
  type ClusterClient,
  type ClusterLocator,
  type LocatedCluster,
} from '../clusters';
import type { GroupKind, MemoryEnvironmentStore } from '../store';
import { ClusterWatcher } from './ClusterWatcher';
import { systemClock, type Clock } from './clock';
import { ENVIRONMENT_KIND } from './kinds';
import { defaultTimings, type ReflectorTimings } from './timings';
import type { WatchMetrics } from './WatchMetrics';

/** How often suppliers are asked for their clusters. */
export const REFRESH_MS = 5 * 60_000;
const INCOMPLETE_REFRESH_MS = 5_000;

export interface FleetWatcherOptions {
  locator: Pick<ClusterLocator, 'locate'>;
  store: MemoryEnvironmentStore;
  logger: LoggerService;
  /** Kinds whose objects are environments or legacy claims. Defaults to MLflowEnvironment.mlops.example.com. */
  environmentKinds?: GroupKind[];
  /**
   * Composed kinds to watch from the start. Others are learned from the environments that refer to them, so these
   * matter for what outlived its environment before this process began.
   */
  composedKinds?: GroupKind[];
  metrics?: WatchMetrics;
  clock?: Clock;
  timings?: Partial<ReflectorTimings>;
}

interface WatchedCluster {
  located: LocatedCluster;
  client: ClusterClient;
  watcher: ClusterWatcher;
}

/** Watches the environments of every cluster there is, as clusters come and go. */
export class FleetWatcher {
  readonly #options: FleetWatcherOptions;
  readonly #clock: Clock;
  readonly #known = new Set<string>();
  readonly #watched = new Map<string, WatchedCluster>();
  readonly #abort = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #begun?: (cluster: string) => void;

  constructor(options: FleetWatcherOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /**
   * Begins, in the background: a cluster that is away must not keep the backend from starting.
   *
   * @param begun - called when a cluster begins to be watched, with its client in place
   */
  start(begun?: (cluster: string) => void): void {
    this.#begun = begun;
    this.#running = this.#run();
  }

  /** Resolves when nothing is read any more. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#running;
    await Promise.all([...this.#watched.keys()].map(name => this.#end(name)));
  }

  /** The client of a watched cluster. */
  client(cluster: string): ClusterClient | undefined {
    return this.#watched.get(cluster)?.client;
  }

  async #run(): Promise<void> {
    const { signal } = this.#abort;
    while (!signal.aborted) {
      const { clusters, complete } = await this.#options.locator.locate();
      if (!signal.aborted) {
        await this.#adjust(clusters, complete);
        await this.#clock
          .sleep(complete ? REFRESH_MS : INCOMPLETE_REFRESH_MS, signal)
          .catch(() => {});
      }
    }
  }

  async #adjust(clusters: LocatedCluster[], complete: boolean): Promise<void> {
    const names = new Set(clusters.map(({ details }) => details.name));
    for (const name of this.#known) {
      if (complete && !names.has(name)) {
        this.#options.logger.info(
          `Cluster '${name}' is no longer configured; its environments are forgotten`,
        );
        await this.#end(name);
        this.#options.store.removeCluster(name);
        this.#known.delete(name);
      }
    }
    for (const located of clusters) {
      await this.#admit(located);
    }
    this.#options.store.setAllClusters(complete);
  }

  async #admit(located: LocatedCluster): Promise<void> {
    const { details } = located;
    const { name } = details;
    const feed = this.#options.store.addCluster({
      name,
      title: details.title,
      default: located.default,
    });
    const isNew = !this.#known.has(name);
    this.#known.add(name);
    if ('unsupported' in located) {
      if (isNew) {
        this.#options.logger.warn(
          `Cluster '${name}' is not watched: ${located.unsupported}`,
        );
      }
      await this.#end(name);
      feed.unsupported(located.unsupported);
      return;
    }
    const present = this.#watched.get(name);
    if (present && isDeepStrictEqual(present.located.details, details)) {
      return;
    }
    // What is known of the cluster stays until the new watch has read it again.
    await this.#end(name);
    const { metrics } = this.#options;
    const plain = HttpClusterClient.create(details, located.strategy);
    const client = metrics?.client(plain) ?? plain;
    const watcher = new ClusterWatcher({
      client,
      feed: metrics?.feed(name, feed) ?? feed,
      environmentKinds: this.#options.environmentKinds ?? [ENVIRONMENT_KIND],
      composedKinds: this.#options.composedKinds ?? [],
      logger: this.#options.logger.child({ cluster: name }),
      clock: this.#clock,
      timings: { ...defaultTimings, ...this.#options.timings },
    });
    this.#watched.set(name, { located, client, watcher });
    watcher.start();
    this.#begun?.(name);
  }

  async #end(name: string): Promise<void> {
    const watched = this.#watched.get(name);
    this.#watched.delete(name);
    await watched?.watcher.stop();
  }
}

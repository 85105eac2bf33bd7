import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { ClusterView, type ClusterInfo } from './ClusterView';
import type { Entry } from './Entry';
import type { ClusterFeed } from './feed';
import type {
  ClusterStatus,
  EnvironmentChange,
  EnvironmentRecord,
  EnvironmentRef,
  EnvironmentStore,
} from './types';

/** Short enough for nobody to wait for, long enough for one reconciliation's writes to come as one change. */
const COALESCE_MS = 25;

/** An EnvironmentStore in memory. Watches write to it through the feed that each added cluster has. */
export class MemoryEnvironmentStore implements EnvironmentStore {
  readonly #logger: LoggerService;
  readonly #now: () => number;
  readonly #clusters = new Map<string, ClusterView>();
  readonly #listeners = new Set<(change: EnvironmentChange) => void>();
  readonly #waiting = new Map<string, Array<() => void>>();
  /** What listeners were told last, by environment. */
  readonly #told = new Map<string, EnvironmentRecord>();
  readonly #changed = new Map<string, EnvironmentRef>();
  #version = 0;
  #flush?: NodeJS.Timeout;

  constructor(options: { logger: LoggerService; now?: () => number }) {
    this.#logger = options.logger;
    this.#now = options.now ?? Date.now;
  }

  /** Adds a cluster, or updates what is shown of it. Clusters keep the order in which they were added. */
  addCluster(info: ClusterInfo): ClusterFeed {
    const known = this.#clusters.get(info.name);
    if (known) {
      known.info = info;
      return known;
    }
    const view = new ClusterView({
      info,
      now: this.#now,
      touched: entry => this.#touch(entry),
      stateChanged: () => this.#wake(info.name),
    });
    this.#clusters.set(info.name, view);
    return view;
  }

  /** Forgets a cluster that is no longer configured, with its environments. */
  removeCluster(cluster: string): void {
    this.#clusters.get(cluster)?.clear();
    this.#clusters.delete(cluster);
  }

  *list(): Iterable<EnvironmentRecord> {
    for (const view of this.#clusters.values()) {
      yield* view.records();
    }
  }

  get(ref: EnvironmentRef): EnvironmentRecord | undefined {
    return this.#clusters.get(ref.cluster)?.get(ref);
  }

  onChange(listener: (change: EnvironmentChange) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  status(): ClusterStatus[] {
    return [...this.#clusters.values()].map(view => view.status());
  }

  async whenSynced(cluster: string): Promise<void> {
    for (;;) {
      const view = this.#clusters.get(cluster);
      if (view?.wasSynced) {
        return;
      }
      const { state, error } = view?.status() ?? {};
      if (state === 'unsupported') {
        throw new Error(`Cluster '${cluster}' cannot be watched: ${error}`);
      }
      await new Promise<void>(resolve => {
        this.#waiting.set(cluster, [
          ...(this.#waiting.get(cluster) ?? []),
          resolve,
        ]);
      });
    }
  }

  /** Tells listeners at once what they would be told in a moment. */
  flush(): void {
    clearTimeout(this.#flush);
    this.#flush = undefined;
    const changes = [...this.#changed];
    this.#changed.clear();
    for (const [key, ref] of changes) {
      const before = this.#told.get(key);
      const after = this.get(ref);
      if (after) {
        this.#told.set(key, after);
      } else {
        this.#told.delete(key);
      }
      if (before !== after) {
        this.#tell({ ref, before, after });
      }
    }
  }

  #touch(entry: Entry): void {
    this.#version += 1;
    entry.version = this.#version;
    const { cluster, namespace, name } = entry.ref;
    this.#changed.set(`${cluster}/${namespace}/${name}`, entry.ref);
    this.#flush ??= setTimeout(() => this.flush(), COALESCE_MS).unref();
  }

  #tell(change: EnvironmentChange): void {
    for (const listener of this.#listeners) {
      try {
        listener(change);
      } catch (error) {
        const { cluster, namespace, name } = change.ref;
        this.#logger.error(
          `A listener failed on the change of environment ${cluster}/${namespace}/${name}`,
          toError(error),
        );
      }
    }
  }

  #wake(cluster: string): void {
    const waiting = this.#waiting.get(cluster) ?? [];
    this.#waiting.delete(cluster);
    waiting.forEach(resolve => resolve());
  }
}

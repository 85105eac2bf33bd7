import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { SLICE_MS } from '../lib/breathe';
import { ClusterView, type ClusterInfo } from './ClusterView';
import type { Entry } from './Entry';
import type { ClusterFeed } from './feed';
import type {
  ClusterStatus,
  Coverage,
  EnvironmentChange,
  EnvironmentRecord,
  EnvironmentRef,
  EnvironmentStore,
} from './types';

/** Short enough for nobody to wait for, long enough for one reconciliation's writes to come as one change. */
const COALESCE_MS = 25;
/**
 * Longest wait for the rest of a cluster that is being read for the first time. Kinds arrive one after another, and each
 * would make every environment of the cluster something else.
 */
const FIRST_READ_MS = 60_000;

/** An EnvironmentStore in memory. Watches write to it through the feed that each added cluster has. */
export class MemoryEnvironmentStore implements EnvironmentStore {
  readonly #logger: LoggerService;
  readonly #now: () => number;
  readonly #clusters = new Map<string, ClusterView>();
  readonly #listeners = new Set<(change: EnvironmentChange) => void>();
  readonly #waiting = new Map<string, Array<() => void>>();
  /** What listeners were told last, by environment. */
  readonly #told = new Map<string, EnvironmentRecord>();
  /** What listeners are still to be told, by cluster and environment. */
  readonly #changed = new Map<string, Map<string, EnvironmentRef>>();
  #allClusters = false;
  #version = 0;
  #nextTelling?: NodeJS.Timeout;

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

  /** Whether all clusters there are have been added, and those that are no more removed. */
  setAllClusters(known: boolean): void {
    this.#allClusters = known;
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

  /** The first cluster of the configuration, once clusters are known. */
  get defaultCluster(): string | undefined {
    for (const { info } of this.#clusters.values()) {
      if (info.default) {
        return info.name;
      }
    }
    return undefined;
  }

  status(): ClusterStatus[] {
    return [...this.#clusters.values()].map(view => {
      const status = view.status();
      // Who reads that a cluster is synced counts on having been told of all its environments.
      return status.state === 'synced' && this.#hasNews(status.cluster)
        ? { ...status, state: 'syncing' }
        : status;
    });
  }

  coverage(): Coverage {
    const clusters = this.status();
    return {
      clusters: clusters.map(({ cluster }) => cluster),
      readInFull: clusters.filter(isReadInFull).map(({ cluster }) => cluster),
      allClusters: this.#allClusters,
    };
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
    for (const [cluster, changes] of this.#changed) {
      this.#changed.delete(cluster);
      changes.forEach((ref, key) => this.#tellOf(key, ref));
    }
  }

  #touch(entry: Entry): void {
    this.#version += 1;
    entry.version = this.#version;
    const { cluster, namespace, name } = entry.ref;
    const changes = this.#changed.get(cluster) ?? new Map();
    this.#changed.set(cluster, changes);
    changes.set(`${cluster}/${namespace}/${name}`, entry.ref);
    this.#tellIn(COALESCE_MS);
  }

  #tellIn(milliseconds: number): void {
    this.#nextTelling ??= setTimeout(() => {
      this.#nextTelling = undefined;
      this.#tellSome();
    }, milliseconds).unref();
  }

  /** One of each cluster in turn, so that none waits for another's ten thousand. */
  #tellSome(): void {
    const end = performance.now() + SLICE_MS;
    for (;;) {
      const ready = [...this.#changed].filter(
        ([cluster]) => !this.#isFirstReading(cluster),
      );
      if (ready.length === 0) {
        break;
      }
      for (const [cluster, changes] of ready) {
        const [[key, ref]] = changes;
        changes.delete(key);
        if (changes.size === 0) {
          this.#changed.delete(cluster);
        }
        this.#tellOf(key, ref);
      }
      if (performance.now() > end) {
        this.#tellIn(0);
        return;
      }
    }
    if (this.#changed.size > 0) {
      this.#tellIn(COALESCE_MS);
    }
  }

  #isFirstReading(cluster: string): boolean {
    const since = this.#clusters.get(cluster)?.firstReadingSince;
    return since !== undefined && this.#now() - since < FIRST_READ_MS;
  }

  #hasNews(cluster: string): boolean {
    for (const key of this.#changed.get(cluster)?.keys() ?? []) {
      if (!this.#told.has(key)) {
        return true;
      }
    }
    return false;
  }

  #tellOf(key: string, ref: EnvironmentRef): void {
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

/** A cluster is synced with one kind of environments unread, but says nothing of that kind's. */
function isReadInFull({ state, kinds }: ClusterStatus): boolean {
  return (
    state === 'synced' &&
    kinds.every(
      kind =>
        !kind.environments ||
        kind.state === 'synced' ||
        kind.state === 'missing',
    )
  );
}

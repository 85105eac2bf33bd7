import { ClusterObjects } from './ClusterObjects';
import {
  deriveClusterState,
  kindStaleness,
  type DerivedClusterState,
  type WatchedKind,
} from './clusterState';
import type { Entry } from './Entry';
import type { ClusterFeed, KindFeed, KindRole } from './feed';
import { kindName, kindNameOf, type GroupKind } from './groupKind';
import { environmentKey } from './ownership';
import { buildRecord } from './record';
import type {
  ClusterStatus,
  EnvironmentRecord,
  EnvironmentRef,
  KindState,
  Staleness,
} from './types';

export interface ClusterInfo {
  name: string;
  title?: string;
  default: boolean;
}

/** One cluster as the store sees it: its objects, and how well they are known. */
export class ClusterView implements ClusterFeed {
  info: ClusterInfo;
  readonly #now: () => number;
  readonly #touched: (entry: Entry) => void;
  readonly #stateChanged: () => void;
  readonly #objects: ClusterObjects;
  readonly #kinds = new Map<string, WatchedKind>();
  #malformed = 0;
  #wasSynced = false;
  #state: DerivedClusterState & { since: number };

  /** @param options - `touched` is called before others could see that an entry changed */
  constructor(options: {
    info: ClusterInfo;
    now: () => number;
    touched: (entry: Entry) => void;
    stateChanged: () => void;
  }) {
    this.info = options.info;
    this.#now = options.now;
    this.#touched = options.touched;
    this.#stateChanged = options.stateChanged;
    this.#state = { state: 'connecting', since: this.#now() };
    this.#objects = new ClusterObjects({
      cluster: options.info.name,
      isEnvironmentKind: kind => this.#kinds.get(kind)?.environments ?? false,
      touched: entry => this.#touched(entry),
    });
  }

  kind(kind: GroupKind, role: KindRole): KindFeed {
    const name = kindName(kind);
    if (role === 'composite') {
      this.#objects.addCompositeKind(name);
    }
    if (!this.#kinds.has(name)) {
      this.#kinds.set(name, {
        name,
        environments: role === 'environment',
        state: 'syncing',
        since: this.#now(),
        wasRead: false,
      });
      this.#derive();
    }
    return {
      upserted: object => this.#objects.upsert(object),
      removed: uid => this.#objects.remove(uid),
      listed: uids => this.#objects.retain(name, uids),
      malformed: () => {
        this.#malformed += 1;
      },
      heard: () => this.#heard(name),
      state: (state, message) => this.#setKindState(kind, state, message),
    };
  }

  dropKind(kind: GroupKind): void {
    const name = kindName(kind);
    this.#objects.retain(name, new Set());
    this.#kinds.delete(name);
    this.#derive();
  }

  kindsInUse(): Set<string> {
    const used = new Set<string>();
    for (const entry of this.#objects.entries()) {
      entry.kinds().forEach(kind => used.add(kind));
    }
    for (const { name } of this.#kinds.values()) {
      if (this.#objects.count(name) > 0) {
        used.add(name);
      }
    }
    return used;
  }

  unsupported(reason: string): void {
    this.#enter({ state: 'unsupported', error: reason });
  }

  /** Forgets every object. */
  clear(): void {
    for (const name of this.#kinds.keys()) {
      this.#objects.retain(name, new Set());
    }
  }

  get(ref: EnvironmentRef): EnvironmentRecord | undefined {
    const entry = this.#objects.entry(environmentKey(ref.namespace, ref.name));
    return entry && this.#record(entry);
  }

  *records(): Iterable<EnvironmentRecord> {
    for (const entry of this.#objects.entries()) {
      yield this.#record(entry);
    }
  }

  /** Whether everything that may be read was known in full at some time. */
  get wasSynced(): boolean {
    return this.#wasSynced;
  }

  /** Since when the cluster is being read for the first time; undefined before and after. */
  get firstReadingSince(): number | undefined {
    return this.#state.state === 'syncing' && !this.#wasSynced
      ? this.#state.since
      : undefined;
  }

  status(): ClusterStatus {
    const kinds = [...this.#kinds.values()];
    const heard = kinds
      .filter(({ state }) => state === 'synced' || state === 'failing')
      .flatMap(({ heardAt }) => heardAt ?? []);
    return {
      cluster: this.info.name,
      title: this.info.title,
      default: this.info.default,
      state: this.#state.state,
      since: iso(this.#state.since),
      error: this.#state.error,
      lagSeconds: heard.length
        ? Math.max(0, (this.#now() - Math.min(...heard)) / 1000)
        : undefined,
      objects: Object.fromEntries(
        kinds.map(({ name }) => [name, this.#objects.count(name)]),
      ),
      kinds: kinds.map(({ name, environments, state, since, message }) => ({
        kind: name,
        environments,
        state,
        since: iso(since),
        message,
        objects: this.#objects.count(name),
      })),
      malformedObjects: this.#malformed,
    };
  }

  #record(entry: Entry): EnvironmentRecord {
    entry.record ??= buildRecord(
      entry,
      kind => this.#kinds.get(kind),
      this.#staleness(entry),
    );
    return entry.record;
  }

  #staleness({ environment }: Entry): Staleness | undefined {
    const kind = environment && this.#kinds.get(kindNameOf(environment));
    if (kind) {
      const stale = kindStaleness(kind);
      return stale && { since: iso(stale.since), reason: stale.reason };
    }
    const { state, since, error } = this.#state;
    return state === 'stale'
      ? { since: iso(since), reason: error ?? 'The cluster cannot be read' }
      : undefined;
  }

  #heard(name: string): void {
    const kind = this.#kinds.get(name);
    if (kind) {
      kind.heardAt = this.#now();
    }
  }

  #setKindState(which: GroupKind, state: KindState, message?: string): void {
    const kind = this.#kinds.get(kindName(which));
    if (!kind || (kind.state === state && kind.message === message)) {
      return;
    }
    const before = { ...kind };
    const clusterWasStale = this.#state.state === 'stale';
    kind.message = message;
    if (kind.state !== state) {
      kind.state = state;
      kind.since = this.#now();
      kind.wasRead ||= state === 'synced' || state === 'missing';
    }
    this.#derive();
    const isStale = this.#state.state === 'stale';
    if (
      clusterWasStale !== isStale ||
      !kindStaleness(before) !== !kindStaleness(kind)
    ) {
      this.#touch(() => true);
    } else if (before.state !== state) {
      // The words of an error vary from try to try: environments need not hear of each.
      this.#touch(entry => entry.concerns(which));
    }
  }

  #touch(affected: (entry: Entry) => boolean): void {
    for (const entry of this.#objects.entries()) {
      if (affected(entry)) {
        this.#touched(entry);
        entry.record = undefined;
      }
    }
  }

  #derive(): void {
    this.#enter(deriveClusterState(this.#kinds.values()));
  }

  #enter(next: DerivedClusterState): void {
    const changed = next.state !== this.#state.state;
    this.#state = {
      ...next,
      since: changed ? next.heardAt ?? this.#now() : this.#state.since,
    };
    if (changed) {
      this.#wasSynced ||= next.state === 'synced';
      this.#stateChanged();
    }
  }
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

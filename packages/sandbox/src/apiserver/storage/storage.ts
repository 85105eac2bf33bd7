import type { KubeObject } from '../model/objects';
import { expired } from '../model/status';

/** A change of one object, as the history keeps it. */
export interface StorageEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  revision: number;
  collection: string;
  key: string;
  /** The object after the change; of a deletion, its last state. */
  object: KubeObject;
  /** The object before the change. */
  previous?: KubeObject;
}

/** One object with its place in a collection. */
export interface StoredObject {
  key: string;
  object: KubeObject;
}

type Listener = (event: StorageEvent) => void;

/**
 * All objects, with one version for the whole server and a bounded history of changes.
 * Like etcd's, the history is what makes old versions readable: a list at a past version is the present with the
 * later changes undone, and ends where the history ends.
 *
 * Everything is synchronous, so a read followed by a write is atomic without locks.
 */
export class Storage {
  private readonly collections = new Map<string, Map<string, KubeObject>>();
  private readonly listeners = new Set<Listener>();
  private events: StorageEvent[] = [];
  private currentRevision = 1;
  private compactedRevision = 0;

  /** @param historySize - how many changes stay readable before watches and pages from then on end in 410 */
  constructor(private readonly historySize: number) {}

  /** The version of the last change. */
  get revision(): number {
    return this.currentRevision;
  }

  /** Versions before this one can no longer be read. */
  get compacted(): number {
    return this.compactedRevision;
  }

  get(collection: string, key: string): KubeObject | undefined {
    return this.collections.get(collection)?.get(key);
  }

  /** The objects of a collection whose keys start with the prefix, in the order of their keys. */
  list(collection: string, prefix: string): StoredObject[] {
    return sorted(this.collections.get(collection) ?? new Map(), prefix);
  }

  /**
   * The same at a past version.
   * @throws ApiError 410 Expired when the history no longer reaches back to it
   */
  listAt(collection: string, prefix: string, revision: number): StoredObject[] {
    if (revision < this.compactedRevision) {
      throw expired(`The resourceVersion for the provided list is too old.`);
    }
    const past = new Map(this.collections.get(collection) ?? new Map());
    for (let i = this.events.length - 1; i >= 0; i--) {
      const event = this.events[i];
      if (event.revision <= revision) break;
      if (event.collection !== collection) continue;
      if (event.previous) past.set(event.key, event.previous);
      else past.delete(event.key);
    }
    return sorted(past, prefix);
  }

  /** Stores a new or changed object under the next version, which it returns in `metadata.resourceVersion`. */
  put(collection: string, key: string, object: KubeObject): KubeObject {
    let objects = this.collections.get(collection);
    if (!objects) {
      objects = new Map();
      this.collections.set(collection, objects);
    }
    const previous = objects.get(key);
    const stored = this.atNextRevision(object);
    objects.set(key, stored);
    this.record({
      type: previous ? 'MODIFIED' : 'ADDED',
      revision: this.currentRevision,
      collection,
      key,
      object: stored,
      previous,
    });
    return stored;
  }

  /** Removes an object; what is returned and sent to watchers is its last state at the version of the deletion. */
  delete(collection: string, key: string, last?: KubeObject): KubeObject {
    const previous = this.get(collection, key);
    if (!previous) {
      throw new Error(`nothing is stored under ${collection} ${key}`);
    }
    const removed = this.atNextRevision(last ?? previous);
    this.collections.get(collection)?.delete(key);
    this.record({
      type: 'DELETED',
      revision: this.currentRevision,
      collection,
      key,
      object: removed,
      previous,
    });
    return removed;
  }

  /**
   * The changes of a collection after a version.
   * @throws ApiError 410 Expired when some of them are no longer known
   */
  eventsAfter(collection: string, revision: number): StorageEvent[] {
    if (revision < this.compactedRevision) {
      throw expired(
        `too old resource version: ${revision} (${this.compactedRevision})`,
      );
    }
    return this.events.filter(
      event => event.revision > revision && event.collection === collection,
    );
  }

  /** Calls the listener after every change, until the returned function is called. */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private atNextRevision(object: KubeObject): KubeObject {
    this.currentRevision += 1;
    return {
      ...object,
      metadata: {
        ...object.metadata,
        resourceVersion: String(this.currentRevision),
      },
    };
  }

  private record(event: StorageEvent): void {
    this.events.push(event);
    // Trimmed in batches: shifting an array for every change would cost its whole length each time.
    if (this.events.length > this.historySize * 1.25 + 1) {
      this.events = this.events.slice(-this.historySize);
    }
    const oldest = this.events.length - this.historySize;
    if (oldest > 0) {
      this.compactedRevision = this.events[oldest - 1].revision;
    }
    for (const listener of [...this.listeners]) listener(event);
  }
}

function sorted(
  objects: Map<string, KubeObject>,
  prefix: string,
): StoredObject[] {
  const found: StoredObject[] = [];
  for (const [key, object] of objects) {
    if (key.startsWith(prefix)) found.push({ key, object });
  }
  return found.sort((a, b) => {
    if (a.key === b.key) return 0;
    return a.key < b.key ? -1 : 1;
  });
}

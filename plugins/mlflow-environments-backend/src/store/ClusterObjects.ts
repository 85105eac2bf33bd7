import { isDeepStrictEqual } from 'node:util';
import { Entry } from './Entry';
import { kindNameOf } from './groupKind';
import { controllerOf, homeOf, type Home, type Role } from './ownership';
import type { ProjectedObject } from './types';

interface Placed {
  object: ProjectedObject;
  home: Home;
}

/**
 * All objects of one cluster, arranged by environment. Objects may arrive and leave in any order; what comes out is
 * the same as if they had all been there at once.
 */
export class ClusterObjects {
  readonly #cluster: string;
  readonly #isEnvironmentKind: (kind: string) => boolean;
  readonly #touched: (entry: Entry) => void;
  readonly #compositeKinds = new Set<string>();
  readonly #placed = new Map<string, Placed>();
  readonly #uidsByKind = new Map<string, Set<string>>();
  readonly #entries = new Map<string, Entry>();
  /** Objects that can't be placed before their owner, by its uid. */
  readonly #waitingForOwner = new Map<string, Set<string>>();
  /** Objects that can't be placed before an environment exists, by its key. */
  readonly #waitingForEnvironment = new Map<string, Set<string>>();

  /** @param options - `touched` is called before an entry changes in a way that others can see */
  constructor(options: {
    cluster: string;
    isEnvironmentKind: (kind: string) => boolean;
    touched: (entry: Entry) => void;
  }) {
    this.#cluster = options.cluster;
    this.#isEnvironmentKind = options.isEnvironmentKind;
    this.#touched = options.touched;
  }

  entries(): Iterable<Entry> {
    return this.#entries.values();
  }

  entry(environment: string): Entry | undefined {
    return this.#entries.get(environment);
  }

  count(kind: string): number {
    return this.#uidsByKind.get(kind)?.size ?? 0;
  }

  /** From now on, objects of this kind are the composites behind legacy claims. */
  addCompositeKind(kind: string): void {
    if (this.#compositeKinds.has(kind)) {
      return;
    }
    this.#compositeKinds.add(kind);
    for (const uid of this.#placed.keys()) {
      this.#place(uid);
    }
  }

  /** Forgets the other objects of the kind. */
  retain(kind: string, present: ReadonlySet<string>): void {
    for (const uid of [...(this.#uidsByKind.get(kind) ?? [])]) {
      if (!present.has(uid)) {
        this.remove(uid);
      }
    }
  }

  upsert(object: ProjectedObject): void {
    const { uid } = object.metadata;
    const known = this.#placed.get(uid);
    if (known) {
      this.#update(known, object);
      return;
    }
    this.#placed.set(uid, { object, home: undefined });
    this.#kind(kindNameOf(object)).add(uid);
    this.#place(uid);
  }

  remove(uid: string): void {
    const placed = this.#placed.get(uid);
    if (!placed) {
      return;
    }
    this.#placed.delete(uid);
    this.#kind(kindNameOf(placed.object)).delete(uid);
    this.#move(uid, placed, undefined);
  }

  #update(known: Placed, object: ProjectedObject): void {
    const { uid } = object.metadata;
    const visible = !sameButForVersion(known.object, object);
    known.object = object;
    const environment = environmentOf(known.home);
    if (environment !== undefined) {
      const entry = this.#entryOf(environment);
      if (visible) {
        this.#touched(entry);
      }
      entry.put(roleOf(known.home), object);
      entry.record = undefined;
    }
    this.#place(uid);
  }

  #place(uid: string): void {
    const placed = this.#placed.get(uid);
    if (!placed) {
      return;
    }
    const home = homeOf(placed.object, {
      isEnvironmentKind: this.#isEnvironmentKind,
      isCompositeKind: kind => this.#compositeKinds.has(kind),
      environmentOfObject: other =>
        environmentOf(this.#placed.get(other)?.home),
      environmentExists: environment =>
        this.#entries.get(environment)?.environment !== undefined,
    });
    if (!isDeepStrictEqual(home, placed.home)) {
      this.#move(uid, placed, home);
    }
  }

  #move(uid: string, placed: Placed, home: Home): void {
    const from = placed.home;
    placed.home = home;
    const followers = [
      ...this.#leave(uid, from),
      ...this.#arrive(uid, placed, home),
    ];
    followers.forEach(follower => this.#place(follower));
  }

  /** Takes an object out of its place. Returns the uids of those whose place depended on it. */
  #leave(uid: string, home: Home): string[] {
    if (!home) {
      return [];
    }
    if ('waitsForOwner' in home) {
      drop(this.#waitingForOwner, home.waitsForOwner, uid);
      return [];
    }
    if ('waitsForEnvironment' in home) {
      drop(this.#waitingForEnvironment, home.waitsForEnvironment, uid);
      return [];
    }
    const entry = this.#entryOf(home.environment);
    this.#touched(entry);
    entry.remove(home.role, uid);
    entry.record = undefined;
    if (entry.isEmpty) {
      this.#entries.delete(home.environment);
    }
    return [...entry.resources]
      .filter(resource => {
        const controller = controllerOf(resource);
        return controller
          ? controller.uid === uid
          : home.role === 'environment';
      })
      .map(({ metadata }) => metadata.uid);
  }

  /** Puts an object in its place. Returns the uids of those who waited for it. */
  #arrive(uid: string, placed: Placed, home: Home): string[] {
    if (!home) {
      return [];
    }
    if ('waitsForOwner' in home) {
      add(this.#waitingForOwner, home.waitsForOwner, uid);
      return [];
    }
    if ('waitsForEnvironment' in home) {
      add(this.#waitingForEnvironment, home.waitsForEnvironment, uid);
      return [];
    }
    const entry = this.#entryOf(home.environment);
    this.#touched(entry);
    entry.put(home.role, placed.object);
    entry.record = undefined;
    placed.home = entry.homes[home.role];
    return [
      ...(this.#waitingForOwner.get(uid) ?? []),
      ...(home.role === 'environment'
        ? this.#waitingForEnvironment.get(home.environment) ?? []
        : []),
    ];
  }

  #entryOf(environment: string): Entry {
    let entry = this.#entries.get(environment);
    if (!entry) {
      const [namespace, name] = environment.split('/');
      entry = new Entry({ cluster: this.#cluster, namespace, name });
      this.#entries.set(environment, entry);
    }
    return entry;
  }

  #kind(kind: string): Set<string> {
    let uids = this.#uidsByKind.get(kind);
    if (!uids) {
      uids = new Set();
      this.#uidsByKind.set(kind, uids);
    }
    return uids;
  }
}

function environmentOf(home: Home): string | undefined {
  return home && 'environment' in home ? home.environment : undefined;
}

function roleOf(home: Home): Role {
  return home && 'role' in home ? home.role : 'resource';
}

/** Objects are written without any change that is kept here, heartbeats for one: nobody needs to hear of it. */
function sameButForVersion(a: ProjectedObject, b: ProjectedObject): boolean {
  return isDeepStrictEqual(
    { ...a, metadata: { ...a.metadata, resourceVersion: '' } },
    { ...b, metadata: { ...b.metadata, resourceVersion: '' } },
  );
}

function add(index: Map<string, Set<string>>, key: string, uid: string): void {
  const uids = index.get(key);
  if (uids) {
    uids.add(uid);
  } else {
    index.set(key, new Set([uid]));
  }
}

function drop(index: Map<string, Set<string>>, key: string, uid: string): void {
  const uids = index.get(key);
  uids?.delete(uid);
  if (uids?.size === 0) {
    index.delete(key);
  }
}

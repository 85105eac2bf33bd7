import {
  parseApiVersion,
  type KubeObject,
  type OwnerReference,
} from '../model/objects';
import type { ObjectService } from '../resources/objects';
import type { Target } from '../resources/requests';
import type { Registry } from '../resources/registry';
import { collectionOf, keyOf } from '../resources/resourceType';
import type { Storage, StorageEvent } from '../storage/storage';

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';

interface Located {
  collection: string;
  key: string;
}

/**
 * Deletes what has lost its owners and carries out the deletion policies.
 * https://kubernetes.io/docs/concepts/architecture/garbage-collection/
 */
export class GarbageCollector {
  /** Which objects name an owner, by the owner's uid. */
  private readonly dependents = new Map<string, Map<string, Located>>();

  constructor(
    private readonly storage: Storage,
    private readonly registry: Registry,
    private readonly objects: ObjectService,
  ) {}

  /** Keeps the index of owners; called at once with every change. */
  index(event: StorageEvent): void {
    const id = `${event.collection} ${event.key}`;
    for (const { uid } of event.previous?.metadata.ownerReferences ?? []) {
      this.dependents.get(uid)?.delete(id);
    }
    if (event.type === 'DELETED') return;
    for (const { uid } of event.object.metadata.ownerReferences ?? []) {
      let members = this.dependents.get(uid);
      if (!members) {
        members = new Map();
        this.dependents.set(uid, members);
      }
      members.set(id, { collection: event.collection, key: event.key });
    }
  }

  /** What to do after a change. */
  reconcile(event: StorageEvent): void {
    const uid = event.object.metadata.uid ?? '';
    if (event.type === 'DELETED') {
      for (const dependent of this.dependentsOf(uid)) this.collect(dependent);
      for (const owner of event.object.metadata.ownerReferences ?? []) {
        this.resumeOwner(owner, event.object);
      }
      this.dependents.delete(uid);
      return;
    }
    const current = this.storage.get(event.collection, event.key);
    if (!current) return;
    if (current.metadata.deletionTimestamp)
      this.processDeletion(event, current);
    if (current.metadata.ownerReferences) this.collect(event);
  }

  private processDeletion(at: Located, owner: KubeObject): void {
    const finalizers = owner.metadata.finalizers ?? [];
    const dependents = this.dependentsOf(owner.metadata.uid ?? '');
    if (finalizers.includes(ORPHAN)) {
      for (const dependent of dependents) {
        this.dropOwners(dependent, uid => uid === owner.metadata.uid);
      }
      this.removeFinalizer(at, ORPHAN);
      return;
    }
    if (!finalizers.includes(FOREGROUND)) return;
    const blocking = dependents.filter(dependent =>
      this.stored(dependent)?.metadata.ownerReferences?.some(
        ({ uid, blockOwnerDeletion }) =>
          uid === owner.metadata.uid && blockOwnerDeletion === true,
      ),
    );
    if (blocking.length === 0) {
      this.removeFinalizer(at, FOREGROUND);
      return;
    }
    for (const dependent of blocking) this.collect(dependent);
  }

  /** An owner that waits for its dependents may now be done. */
  private resumeOwner(reference: OwnerReference, dependent: KubeObject): void {
    const located = this.locate(reference, dependent.metadata.namespace ?? '');
    const owner = located && this.stored(located);
    if (located && owner?.metadata.deletionTimestamp) {
      this.processDeletion(located, owner);
    }
  }

  /** Deletes a dependent that nobody owns any more; forgets owners that are gone. */
  private collect(at: Located): void {
    const dependent = this.stored(at);
    if (!dependent) return;
    const owners = dependent.metadata.ownerReferences ?? [];
    if (owners.length === 0) return;
    const states = owners.map(owner => ({
      owner,
      state: this.stateOf(owner, dependent),
    }));
    const solid = states.filter(({ state }) => state === 'solid');
    const waiting = states.filter(({ state }) => state === 'waiting');
    if (solid.length > 0) {
      const loose = new Set(
        states
          .filter(
            ({ state, owner }) =>
              state === 'absent' ||
              (state === 'waiting' && owner.blockOwnerDeletion),
          )
          .map(({ owner }) => owner.uid),
      );
      if (loose.size > 0) this.dropOwners(at, uid => loose.has(uid));
      return;
    }
    if (dependent.metadata.deletionTimestamp) return;
    const ownsOthers =
      this.dependentsOf(dependent.metadata.uid ?? '').length > 0;
    this.delete(
      at,
      waiting.length > 0 && ownsOthers
        ? 'Foreground'
        : inheritedPolicy(dependent),
    );
  }

  private stateOf(
    reference: OwnerReference,
    dependent: KubeObject,
  ): 'solid' | 'waiting' | 'absent' {
    const { group } = parseApiVersion(reference.apiVersion);
    // An owner of a kind that the server does not know cannot be looked up, so nothing is decided by it.
    if (!this.registry.byKind(group, reference.kind)) return 'solid';
    const located = this.locate(reference, dependent.metadata.namespace ?? '');
    const owner = located && this.stored(located);
    if (!owner || owner.metadata.uid !== reference.uid) return 'absent';
    const isWaiting =
      owner.metadata.deletionTimestamp !== undefined &&
      (owner.metadata.finalizers ?? []).includes(FOREGROUND);
    return isWaiting ? 'waiting' : 'solid';
  }

  private locate(
    reference: OwnerReference,
    namespace: string,
  ): Located | undefined {
    const { group } = parseApiVersion(reference.apiVersion);
    const type = this.registry.byKind(group, reference.kind);
    return (
      type && {
        collection: collectionOf(type),
        key: keyOf(type, namespace, reference.name),
      }
    );
  }

  private dependentsOf(uid: string): Located[] {
    return [...(this.dependents.get(uid)?.values() ?? [])];
  }

  private stored({ collection, key }: Located): KubeObject | undefined {
    return this.storage.get(collection, key);
  }

  private dropOwners(at: Located, isGone: (uid: string) => boolean): void {
    const dependent = this.stored(at);
    if (!dependent) return;
    const ownerReferences = dependent.metadata.ownerReferences?.filter(
      ({ uid }) => !isGone(uid),
    );
    this.storage.put(at.collection, at.key, {
      ...dependent,
      metadata: {
        ...dependent.metadata,
        ownerReferences: ownerReferences?.length ? ownerReferences : undefined,
      },
    });
  }

  private removeFinalizer(at: Located, finalizer: string): void {
    const object = this.stored(at);
    if (!object) return;
    const finalizers = (object.metadata.finalizers ?? []).filter(
      name => name !== finalizer,
    );
    const next: KubeObject = {
      ...object,
      metadata: {
        ...object.metadata,
        finalizers: finalizers.length > 0 ? finalizers : undefined,
      },
    };
    if (finalizers.length === 0) {
      this.storage.delete(at.collection, at.key, next);
    } else {
      this.storage.put(at.collection, at.key, next);
    }
  }

  private delete(
    at: Located,
    propagationPolicy: 'Background' | 'Foreground' | 'Orphan',
  ): void {
    const type = this.registry.byCollection(at.collection);
    const endpoint =
      type && this.objects.storageEndpoint(type.group, type.plural);
    const object = this.stored(at);
    if (!endpoint || !object) return;
    const target: Target = {
      ...endpoint,
      namespace: object.metadata.namespace ?? '',
      name: object.metadata.name ?? '',
      subresource: '',
    };
    this.objects.delete(target, {
      dryRun: false,
      propagationPolicy,
      preconditions: { uid: object.metadata.uid },
    });
  }
}

/** An object that was marked for a policy keeps it when it is collected. */
function inheritedPolicy({
  metadata,
}: KubeObject): 'Background' | 'Foreground' | 'Orphan' {
  const finalizers = metadata.finalizers ?? [];
  if (finalizers.includes(ORPHAN)) return 'Orphan';
  return finalizers.includes(FOREGROUND) ? 'Foreground' : 'Background';
}

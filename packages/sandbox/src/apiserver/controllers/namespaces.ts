import { objectAt, type KubeObject } from '../model/objects';
import type { ObjectService } from '../resources/objects';
import type { Registry } from '../resources/registry';
import { collectionOf } from '../resources/resourceType';
import type { Storage, StorageEvent } from '../storage/storage';

const NAMESPACES = '/namespaces';

/** Empties namespaces that are deleted, then lets them go. */
export class NamespaceController {
  constructor(
    private readonly storage: Storage,
    private readonly registry: Registry,
    private readonly objects: ObjectService,
  ) {}

  /** What to do after a change. */
  reconcile(event: StorageEvent): void {
    const name =
      event.collection === NAMESPACES
        ? event.key
        : event.object.metadata.namespace;
    if (!name) return;
    const isRelevant =
      event.collection === NAMESPACES || event.type === 'DELETED';
    if (!isRelevant) return;
    const namespace = this.storage.get(NAMESPACES, name);
    if (namespace?.metadata.deletionTimestamp) this.empty(namespace, name);
  }

  private empty(namespace: KubeObject, name: string): void {
    let remaining = 0;
    for (const type of this.registry.all()) {
      if (!type.namespaced) continue;
      const endpoint = this.objects.storageEndpoint(type.group, type.plural);
      if (!endpoint) continue;
      for (const { object } of this.storage.list(
        collectionOf(type),
        `${name}/`,
      )) {
        const { gone } = this.objects.delete(
          {
            ...endpoint,
            namespace: name,
            name: object.metadata.name ?? '',
            subresource: '',
          },
          {
            dryRun: false,
            preconditions: {},
            propagationPolicy: 'Background',
          },
        );
        if (!gone) remaining += 1;
      }
    }
    if (remaining > 0) return;
    const finalizers = objectAt(namespace.spec).finalizers;
    if (!Array.isArray(finalizers) || !finalizers.includes('kubernetes'))
      return;
    const others = finalizers.filter(finalizer => finalizer !== 'kubernetes');
    const next: KubeObject = {
      ...namespace,
      spec: others.length > 0 ? { finalizers: others } : {},
    };
    if (others.length === 0 && !namespace.metadata.finalizers?.length) {
      this.storage.delete(NAMESPACES, name, next);
    } else {
      this.storage.put(NAMESPACES, name, next);
    }
  }
}

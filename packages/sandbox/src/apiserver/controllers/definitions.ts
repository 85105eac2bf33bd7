import {
  deepEqual,
  isJsonObject,
  metaTime,
  objectAt,
  type JsonObject,
  type KubeObject,
} from '../model/objects';
import {
  acceptedNames,
  CLEANUP_FINALIZER,
  customType,
} from '../resources/customResourceDefinitions';
import type { ObjectService } from '../resources/objects';
import type { Registry } from '../resources/registry';
import { collectionOf, type Endpoint } from '../resources/resourceType';
import type { Storage, StorageEvent } from '../storage/storage';

const DEFINITIONS = 'apiextensions.k8s.io/customresourcedefinitions';

/**
 * Makes CustomResourceDefinitions into types: accepts their names, establishes them, and, when one is deleted,
 * removes its objects before it lets the definition go.
 */
export class DefinitionController {
  private readonly editions = new Map<string, string>();

  constructor(
    private readonly storage: Storage,
    private readonly registry: Registry,
    private readonly objects: ObjectService,
    private readonly now: () => Date,
    /** Ends the watches of a type: it is gone, or no longer what it was. */
    private readonly endWatches: (collection: string) => void,
  ) {}

  /** What to do after a change; several changes at once may be answered by one call. */
  reconcile(event: StorageEvent): void {
    if (event.collection === DEFINITIONS) {
      if (event.type === 'DELETED') this.forget(event.object);
      else this.establish(event.key);
      return;
    }
    if (
      event.type === 'DELETED' &&
      this.registry.byCollection(event.collection)?.custom
    ) {
      this.finishDeletion(event.collection);
    }
  }

  private establish(name: string): void {
    const definition = this.storage.get(DEFINITIONS, name);
    if (!definition) return;
    if (definition.metadata.deletionTimestamp) {
      this.terminate(definition);
      return;
    }
    this.register(definition);
    const next: KubeObject = {
      ...definition,
      status: {
        ...objectAt(definition.status),
        acceptedNames: acceptedNames(definition),
        storedVersions: storedVersions(definition),
        conditions: this.conditions(definition),
      },
    };
    if (!deepEqual(next, definition)) this.storage.put(DEFINITIONS, name, next);
  }

  /** A change of the status alone leaves the type, and the schemas that it has compiled, as they are. */
  private register(definition: KubeObject): void {
    const collection = collectionId(definition);
    const { uid, generation } = definition.metadata;
    const edition = `${uid} ${generation}`;
    const known = this.registry.byCollection(collection);
    if (known && this.editions.get(collection) === edition) return;
    this.registry.add(
      customType(definition, known?.since ?? this.storage.revision),
    );
    this.editions.set(collection, edition);
    // kube-apiserver serves a changed definition anew; whoever watches has to begin again.
    if (known) this.endWatches(collection);
  }

  private conditions(definition: KubeObject): JsonObject[] {
    const { conditions } = objectAt(definition.status);
    if (Array.isArray(conditions) && conditions.length > 0) {
      return conditions.filter(isJsonObject);
    }
    const time = metaTime(this.now());
    return [
      {
        type: 'NamesAccepted',
        status: 'True',
        lastTransitionTime: time,
        reason: 'NoConflicts',
        message: 'no conflicts found',
      },
      {
        type: 'Established',
        status: 'True',
        lastTransitionTime: time,
        reason: 'InitialNamesAccepted',
        message: 'the initial names have been accepted',
      },
    ];
  }

  private terminate(definition: KubeObject): void {
    const collection = collectionId(definition);
    if (!this.storage.list(collection, '').length) {
      this.finishDeletion(collection);
      return;
    }
    this.register(definition);
    if (this.reportTermination(definition)) return;
    const endpoint = this.endpointOf(definition);
    if (endpoint) {
      for (const { object } of this.storage.list(collection, '')) {
        this.objects.delete(
          {
            ...endpoint,
            namespace: object.metadata.namespace ?? '',
            name: object.metadata.name ?? '',
            subresource: '',
          },
          { dryRun: false, preconditions: {} },
        );
      }
    }
    this.finishDeletion(collection);
  }

  /** Returns whether it was news: then the change leads back here. */
  private reportTermination(definition: KubeObject): boolean {
    const conditions = this.conditions(definition);
    if (conditions.some(({ type }) => type === 'Terminating')) return false;
    this.storage.put(DEFINITIONS, definition.metadata.name ?? '', {
      ...definition,
      status: {
        ...objectAt(definition.status),
        conditions: [
          ...conditions,
          {
            type: 'Terminating',
            status: 'True',
            lastTransitionTime: metaTime(this.now()),
            reason: 'InstanceDeletionInProgress',
            message: 'CustomResource deletion is in progress',
          },
        ],
      },
    });
    return true;
  }

  private finishDeletion(collection: string): void {
    const type = this.registry.byCollection(collection);
    const name = type ? `${type.plural}.${type.group}` : '';
    const definition = this.storage.get(DEFINITIONS, name);
    if (!definition?.metadata.deletionTimestamp) return;
    if (this.storage.list(collection, '').length > 0) return;
    const finalizers = (definition.metadata.finalizers ?? []).filter(
      finalizer => finalizer !== CLEANUP_FINALIZER,
    );
    const next: KubeObject = {
      ...definition,
      metadata: { ...definition.metadata, finalizers },
    };
    if (finalizers.length > 0) {
      if (finalizers.length !== definition.metadata.finalizers?.length) {
        this.storage.put(DEFINITIONS, name, next);
      }
    } else {
      this.storage.delete(DEFINITIONS, name, next);
    }
  }

  private forget(definition: KubeObject): void {
    const collection = collectionId(definition);
    const { group } = objectAt(definition.spec);
    const { plural } = objectAt(definition.spec, 'names');
    this.registry.remove({ group: String(group), plural: String(plural) });
    this.editions.delete(collection);
    this.endWatches(collection);
  }

  private endpointOf(definition: KubeObject): Endpoint | undefined {
    const { group } = objectAt(definition.spec);
    const { plural } = objectAt(definition.spec, 'names');
    return this.objects.storageEndpoint(String(group), String(plural));
  }
}

function collectionId(definition: KubeObject): string {
  return collectionOf({
    group: String(objectAt(definition.spec).group),
    plural: String(objectAt(definition.spec, 'names').plural),
  });
}

function storedVersions(definition: KubeObject): string[] {
  const { versions } = objectAt(definition.spec);
  const { storedVersions: known } = objectAt(definition.status);
  const storage = (Array.isArray(versions) ? versions : [])
    .filter(isJsonObject)
    .filter(version => version.storage === true)
    .map(version => String(version.name));
  const before = Array.isArray(known) ? known.map(String) : [];
  return [...new Set([...before, ...storage])];
}

import {
  applyConfiguration,
  trackUpdate,
  type Tracking,
} from '../apply/managedFields';
import { invalid } from '../model/fieldErrors';
import {
  apiVersionOf,
  deepEqual,
  type JsonObject,
  type KubeObject,
} from '../model/objects';
import {
  alreadyExists,
  ApiError,
  conflict,
  forbiddenError,
  invalidObject,
  notFound,
} from '../model/status';
import type { Storage } from '../storage/storage';
import {
  requireNamespace,
  requireSame,
  requireUnchanged,
  requireValid,
} from './admission';
import { isFinished, markDeleted, requirePreconditions } from './deletion';
import { changedMetadata, generateName, newMetadata } from './metadata';
import { readConfiguration, readObject, requireName } from './reading';
import type { Registry } from './registry';
import type {
  ApplyOptions,
  DeleteOptions,
  DeleteResult,
  Target,
  WriteOptions,
  WriteResult,
} from './requests';
import {
  collectionOf,
  desiredState,
  keyOf,
  type Endpoint,
} from './resourceType';

/** Creates, reads, changes and deletes objects of any kind by the rules that all kinds share. */
export class ObjectService {
  constructor(
    private readonly storage: Storage,
    private readonly registry: Registry,
    private readonly now: () => Date,
  ) {}

  /** @throws ApiError 404 */
  get(target: Target): KubeObject {
    return this.present(this.stored(target), target);
  }

  /** A stored object as one version of its type shows it. */
  present(object: KubeObject, { type, version }: Endpoint): KubeObject {
    const completed = version.rules.complete(object);
    const apiVersion = apiVersionOf(type.group, version.name);
    return completed.apiVersion === apiVersion
      ? completed
      : { ...completed, apiVersion };
  }

  /** @throws ApiError 400, 403, 404, 409, 422 */
  create(target: Target, body: JsonObject, options: WriteOptions): KubeObject {
    const submitted = readObject(target, body, options);
    return this.insert(target, submitted, options, object =>
      trackUpdate(undefined, object, this.tracking(target, options)),
    );
  }

  /** @throws ApiError 400, 404, 409, 422 */
  update(target: Target, body: JsonObject, options: WriteOptions): WriteResult {
    const { type, name } = target;
    const submitted = readObject(target, body, options);
    requireName(submitted, name);
    const existing = this.find(target);
    if (!existing) {
      if (!type.createsOnUpdate || target.subresource) {
        throw notFound(type, name);
      }
      return { object: this.create(target, body, options), created: true };
    }
    requireSame(target, existing, submitted);
    const { resourceVersion } = submitted.metadata;
    if (!resourceVersion && !type.allowsUnconditionalUpdate) {
      throw invalidObject({ ...type, kind: type.plural }, name, [
        invalid(
          'metadata.resourceVersion',
          0,
          'must be specified for an update',
        ),
      ]);
    }
    return {
      object: this.replaceTracked(target, existing, submitted, options),
      created: false,
    };
  }

  /**
   * Changes an object by a function of what it is now.
   * @throws ApiError 400, 404, 409, 422
   */
  change(
    target: Target,
    transform: (current: KubeObject) => JsonObject,
    options: WriteOptions,
  ): KubeObject {
    const existing = this.stored(target);
    const current = this.present(existing, target);
    const changed = readObject(target, transform(current), options);
    requireName(changed, target.name);
    return this.replaceTracked(target, existing, changed, options);
  }

  /**
   * Server-side apply.
   * @throws ApiError 400, 403, 404, 409, 422
   */
  apply(
    target: Target,
    configuration: JsonObject,
    options: ApplyOptions,
  ): WriteResult {
    const { type, version, namespace, name } = target;
    const existing = this.find(target);
    if (!existing && target.subresource) throw notFound(type, name);
    const current: KubeObject = existing
      ? this.present(existing, target)
      : {
          apiVersion: apiVersionOf(type.group, version.name),
          kind: type.kind,
          metadata: { name, namespace: namespace || undefined },
        };
    const stated = readConfiguration(target, configuration, options);
    if (!existing && stated.metadata.uid) {
      throw conflict(
        type,
        name,
        `uid mismatch: the provided object specified uid ${stated.metadata.uid}, and no existing object was found`,
      );
    }
    const submitted = applyConfiguration(current, stated, {
      ...this.tracking(target, options),
      force: options.force,
    });
    return existing
      ? {
          object: this.replace(target, existing, submitted, options),
          created: false,
        }
      : { object: this.insert(target, submitted, options), created: true };
  }

  /** @throws ApiError 404, 409 */
  delete(target: Target, options: DeleteOptions): DeleteResult {
    const { type } = target;
    const existing = this.stored(target);
    requirePreconditions(existing, type, options);
    const marked = markDeleted(existing, target, options, this.now());
    if (!marked) {
      const object = options.dryRun ? existing : this.remove(target);
      return { object: this.present(object, target), gone: true };
    }
    const object = isSame(existing, marked)
      ? this.present(existing, target)
      : this.store(target, marked, options.dryRun);
    return { object, gone: false };
  }

  /** What is stored for a target, or undefined. */
  find({ type, namespace, name }: Target): KubeObject | undefined {
    return this.storage.get(collectionOf(type), keyOf(type, namespace, name));
  }

  /** The endpoint at which the server itself works on objects of a type. */
  storageEndpoint(group: string, plural: string): Endpoint | undefined {
    const type = this.registry.get(group, plural);
    const version = type?.versions.find(
      ({ name }) => name === type.storageVersion,
    );
    return type && version ? { type, version } : undefined;
  }

  /** Stores a new object. */
  private insert(
    target: Target,
    submitted: KubeObject,
    options: WriteOptions,
    track: (object: KubeObject) => KubeObject = object => object,
  ): KubeObject {
    const { type, version, namespace } = target;
    const { metadata } = submitted;
    if (metadata.resourceVersion) {
      throw new ApiError({
        code: 500,
        message: 'resourceVersion should not be set on objects to be created',
      });
    }
    const name =
      metadata.name ||
      (metadata.generateName ? generateName(metadata.generateName) : '');
    const place: Target = { ...target, name };
    if (type.terminating) {
      throw forbiddenError(
        type,
        name,
        'create not allowed while custom resource definition is terminating',
      );
    }
    requireNamespace(this.storage, place);
    const prepared = version.rules.prepare(
      version.rules.complete(
        version.hasStatus ? { ...submitted, status: undefined } : submitted,
      ),
    );
    const object: KubeObject = {
      ...prepared,
      metadata: {
        ...newMetadata(prepared.metadata, { namespace, name, now: this.now() }),
        ...(type.hasGeneration ? { generation: 1 } : {}),
      },
    };
    requireValid(place, object);
    const taken = this.find(place);
    if (taken) {
      const { deletionTimestamp } = taken.metadata;
      throw alreadyExists(type, name, deletionTimestamp !== undefined);
    }
    return this.store(place, track(object), options.dryRun);
  }

  private replaceTracked(
    target: Target,
    existing: KubeObject,
    submitted: KubeObject,
    options: WriteOptions,
  ): KubeObject {
    const old = this.present(existing, target);
    return this.replace(target, existing, submitted, options, object =>
      trackUpdate(old, object, this.tracking(target, options)),
    );
  }

  /** Puts a changed object in the place of a stored one. */
  private replace(
    target: Target,
    existing: KubeObject,
    submitted: KubeObject,
    options: WriteOptions,
    track: (object: KubeObject) => KubeObject = object => object,
  ): KubeObject {
    const old = this.present(existing, target);
    requireUnchanged(target, old, submitted);
    const next = this.counted(target, this.next(target, old, submitted), old);
    requireValid(target, next, old);
    const object = track(next);
    if (isFinished(object)) {
      return options.dryRun
        ? object
        : this.present(this.remove(target, object), target);
    }
    return isSame(old, object)
      ? old
      : this.store(target, object, options.dryRun);
  }

  /** What an update makes of an object: of each subresource only its own part. */
  private next(
    { type, version, subresource }: Target,
    old: KubeObject,
    submitted: KubeObject,
  ): KubeObject {
    const completed = version.rules.complete(submitted);
    if (subresource === 'status') {
      const { managedFields } = submitted.metadata;
      return {
        ...old,
        status: completed.status,
        metadata: { ...old.metadata, managedFields },
      };
    }
    if (subresource === 'finalize') return { ...old, spec: completed.spec };
    const prepared = version.rules.prepare(
      version.hasStatus ? { ...completed, status: old.status } : completed,
      old,
    );
    return {
      ...prepared,
      kind: type.kind,
      metadata: changedMetadata(prepared.metadata, old.metadata),
    };
  }

  /** Counts a change of the desired state in `metadata.generation`. */
  private counted(
    { type, version, subresource }: Target,
    object: KubeObject,
    old: KubeObject,
  ): KubeObject {
    if (!type.hasGeneration || subresource) return object;
    const isChange = !deepEqual(
      desiredState(object, version.hasStatus),
      desiredState(old, version.hasStatus),
    );
    if (!isChange) return object;
    const generation = (old.metadata.generation ?? 0) + 1;
    return { ...object, metadata: { ...object.metadata, generation } };
  }

  private tracking(target: Target, options: WriteOptions): Tracking {
    return {
      manager: options.fieldManager,
      subresource: target.subresource,
      schema: target.version.schema,
      hasStatus: target.version.hasStatus,
      now: this.now(),
    };
  }

  private stored(target: Target): KubeObject {
    const object = this.find(target);
    if (!object) throw notFound(target.type, target.name);
    return object;
  }

  private store(
    target: Target,
    object: KubeObject,
    dryRun: boolean,
  ): KubeObject {
    const stored = toStorageVersion(target, object);
    const { type, namespace, name } = target;
    return this.present(
      dryRun
        ? stored
        : this.storage.put(
            collectionOf(type),
            keyOf(type, namespace, name),
            stored,
          ),
      target,
    );
  }

  private remove(target: Target, last?: KubeObject): KubeObject {
    const { type, namespace, name } = target;
    return this.storage.delete(
      collectionOf(type),
      keyOf(type, namespace, name),
      last && toStorageVersion(target, last),
    );
  }
}

function toStorageVersion({ type }: Endpoint, object: KubeObject): KubeObject {
  return {
    ...object,
    apiVersion: apiVersionOf(type.group, type.storageVersion),
  };
}

/** No difference beyond the times at which managers last wrote: such a write changes nothing. */
function isSame(a: KubeObject, b: KubeObject): boolean {
  const withoutTimes = ({ metadata, ...rest }: KubeObject): JsonObject => ({
    ...rest,
    metadata: {
      ...metadata,
      managedFields: metadata.managedFields?.map(entry => ({
        ...entry,
        time: undefined,
      })),
    },
  });
  return deepEqual(withoutTimes(a), withoutTimes(b));
}

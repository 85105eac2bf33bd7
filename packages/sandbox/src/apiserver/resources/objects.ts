import {
  conflict,
  alreadyExists,
  ApiError,
  badRequest,
  forbiddenError,
  internalError,
  invalidObject,
  modified,
  notFound,
} from '../model/status';
import {
  apiVersionOf,
  deepEqual,
  isJsonObject,
  metaTime,
  objectAt,
  type JsonObject,
  type KubeObject,
} from '../model/objects';
import { invalid } from '../model/fieldErrors';
import { trackUpdate } from '../apply/managedFields';
import { applyStrategicMergePatch } from '../patch/strategicMergePatch';
import type { Storage } from '../storage/storage';
import {
  changedMetadata,
  generateName,
  newMetadata,
  validateMetadata,
} from './metadata';
import type { Registry } from './registry';
import {
  collectionOf,
  desiredState,
  keyOf,
  type Endpoint,
  type ResourceType,
} from './resourceType';

/** Which object a request is about. */
export interface Target extends Endpoint {
  namespace: string;
  name: string;
  /** `status`, or empty for the object itself. */
  subresource: string;
}

/** Options that all writes share. */
export interface WriteOptions {
  dryRun: boolean;
  fieldManager: string;
  /** What to do with fields that the schema does not know. */
  fieldValidation: 'Ignore' | 'Warn' | 'Strict';
  /** Collects what is said in `Warning` headers. */
  warnings: string[];
}

/** Options of server-side apply. */
export interface ApplyOptions extends WriteOptions {
  /** Take over fields that others manage. */
  force: boolean;
}

/** Who and what may be in the way of a deletion. */
export interface DeleteOptions {
  dryRun: boolean;
  propagationPolicy?: 'Orphan' | 'Background' | 'Foreground';
  preconditions: { uid?: string; resourceVersion?: string };
}

/** A stored object and whether it is new. */
export interface WriteResult {
  object: KubeObject;
  created: boolean;
}

/** An object that is gone, or one that waits for its finalizers. */
export interface DeleteResult {
  object: KubeObject;
  gone: boolean;
}

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
    const { type, version, namespace } = target;
    const submitted = this.read(target, body, options);
    const { metadata } = submitted;
    if (metadata.resourceVersion) {
      throw internalError(
        'resourceVersion should not be set on objects to be created',
      );
    }
    const base = metadata.generateName;
    const name = metadata.name || (base ? generateName(String(base)) : '');
    this.requireNamespace(target, name);
    const { status: _status, ...withoutStatus } = submitted;
    let object: KubeObject = version.hasStatus
      ? {
          ...withoutStatus,
          apiVersion: submitted.apiVersion,
          kind: submitted.kind,
          metadata,
        }
      : submitted;
    object = version.rules.prepare(object);
    object = {
      ...object,
      metadata: newMetadata(object.metadata, {
        namespace,
        name,
        now: this.now(),
      }),
    };
    if (type.hasGeneration) object.metadata.generation = 1;
    this.check(target, object);
    if (this.storage.get(collectionOf(type), keyOf(type, namespace, name))) {
      throw alreadyExists(type, name);
    }
    object = trackUpdate(undefined, object, {
      manager: options.fieldManager,
      subresource: '',
      schema: version.schema,
      now: this.now(),
    });
    return this.store(target, name, object, options.dryRun);
  }

  /** @throws ApiError 400, 404, 409, 422 */
  update(target: Target, body: JsonObject, options: WriteOptions): WriteResult {
    const { type } = target;
    const submitted = this.read(target, body, options);
    const existing = this.find(target);
    if (submitted.metadata.name !== target.name) {
      throw badRequest(
        `the name of the object (${
          submitted.metadata.name ?? ''
        }) does not match the name on the URL (${target.name})`,
      );
    }
    if (!existing) {
      if (type.createsOnUpdate && !target.subresource) {
        return { object: this.create(target, body, options), created: true };
      }
      throw notFound(type, target.name);
    }
    if (
      !submitted.metadata.resourceVersion &&
      !type.allowsUnconditionalUpdate
    ) {
      throw invalidObject(type, target.name, [
        invalid(
          'metadata.resourceVersion',
          '0x0',
          'must be specified for an update',
        ),
      ]);
    }
    return {
      object: this.replace(target, existing, submitted, options),
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
    const changed = this.read(target, transform(current), options);
    return this.replace(target, existing, changed, options);
  }

  /**
   * Server-side apply.
   * @throws ApiError 400, 409, 422
   */
  apply(
    target: Target,
    configuration: JsonObject,
    options: ApplyOptions,
  ): WriteResult {
    if (!options.fieldManager) {
      throw badRequest(
        'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
      );
    }
    if (!this.find(target)) {
      const named = {
        ...configuration,
        metadata: { ...objectAt(configuration.metadata), name: target.name },
      };
      return { object: this.create(target, named, options), created: true };
    }
    return {
      object: this.change(
        target,
        current =>
          applyStrategicMergePatch(
            current,
            configuration,
            target.version.schema,
          ),
        options,
      ),
      created: false,
    };
  }

  /** Reads and checks the envelope of a submitted object. */
  read(target: Target, body: JsonObject, options: WriteOptions): KubeObject {
    const { type, version, namespace } = target;
    const apiVersion = apiVersionOf(type.group, version.name);
    const { metadata = {}, ...rest } = body;
    if (body.kind !== undefined && body.kind !== type.kind) {
      throw badRequest(
        `${body.kind} in version "${
          body.apiVersion ?? ''
        }" cannot be handled as a ${
          type.kind
        }: the object provided is unrecognized (must be of type ${type.kind})`,
      );
    }
    if (body.apiVersion !== undefined && body.apiVersion !== apiVersion) {
      throw badRequest(
        `the API version in the data (${body.apiVersion}) does not match the expected API version (${apiVersion})`,
      );
    }
    if (!isJsonObject(metadata)) {
      throw badRequest(
        `${type.kind} in version "${version.name}" cannot be handled as a ${type.kind}: metadata must be an object`,
      );
    }
    const object: KubeObject = {
      ...rest,
      apiVersion,
      kind: type.kind,
      metadata,
    };
    const { object: decoded, unknownFields } = version.rules.decode(object);
    reportUnknown(target, unknownFields, options);
    const given = decoded.metadata.namespace;
    if (type.namespaced && given && given !== namespace) {
      throw badRequest(
        'the namespace of the provided object does not match the namespace sent on the request',
      );
    }
    if (!type.namespaced && given) {
      return { ...decoded, metadata: { ...decoded.metadata, namespace: '' } };
    }
    return decoded;
  }

  /** Puts a changed object in the place of a stored one. */
  private replace(
    target: Target,
    existing: KubeObject,
    submitted: KubeObject,
    options: WriteOptions,
  ): KubeObject {
    const { type, version } = target;
    const old = this.present(existing, target);
    this.requireUnchanged(target, old, submitted);
    let object: KubeObject;
    if (target.subresource === 'status') {
      object = {
        ...old,
        status: submitted.status,
        metadata: {
          ...old.metadata,
          managedFields: submitted.metadata.managedFields,
        },
      };
    } else {
      object = version.hasStatus
        ? { ...submitted, status: old.status }
        : submitted;
      object = version.rules.prepare(object, old);
      object = {
        ...object,
        metadata: changedMetadata(object.metadata, old.metadata),
      };
    }
    const changesState =
      type.hasGeneration &&
      !target.subresource &&
      !deepEqual(
        desiredState(object, version.hasStatus),
        desiredState(old, version.hasStatus),
      );
    if (changesState) {
      object = {
        ...object,
        metadata: {
          ...object.metadata,
          generation: (old.metadata.generation ?? 0) + 1,
        },
      };
    }
    this.check(target, object, old);
    object = trackUpdate(old, object, {
      manager: options.fieldManager,
      subresource: target.subresource,
      schema: version.schema,
      now: this.now(),
    });
    return this.finishUpdate(target, existing, object, options.dryRun);
  }

  /** Stores an update; one that takes the last finalizer of a deleted object completes the deletion. */
  private finishUpdate(
    target: Target,
    existing: KubeObject,
    object: KubeObject,
    dryRun: boolean,
  ): KubeObject {
    const { type, namespace, name } = target;
    if (isFinished(object)) {
      if (dryRun) return object;
      const removed = this.storage.delete(
        collectionOf(type),
        keyOf(type, namespace, name),
        this.toStorageVersion(type, object),
      );
      return this.present(removed, target);
    }
    if (isSame(this.present(existing, target), object)) {
      return this.present(existing, target);
    }
    return this.store(target, name, object, dryRun);
  }

  /** @throws ApiError 404, 409 */
  delete(target: Target, options: DeleteOptions): DeleteResult {
    const { type, namespace, name } = target;
    const existing = this.stored(target);
    const { uid, resourceVersion } = options.preconditions;
    if (uid && uid !== existing.metadata.uid) {
      throw conflict(
        type,
        name,
        `the UID in the precondition (${uid}) does not match the UID in record (${existing.metadata.uid}). The object might have been deleted and then recreated`,
      );
    }
    if (
      resourceVersion &&
      resourceVersion !== existing.metadata.resourceVersion
    ) {
      throw conflict(
        type,
        name,
        `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${existing.metadata.resourceVersion}). The object might have been modified`,
      );
    }
    const finalizers = finalizersFor(existing, options);
    const holds =
      finalizers.length > 0 || namespaceFinalizers(existing).length > 0;
    if (!holds) {
      const object = options.dryRun
        ? existing
        : this.storage.delete(collectionOf(type), keyOf(type, namespace, name));
      return { object: this.present(object, target), gone: true };
    }
    const isNew = !existing.metadata.deletionTimestamp;
    const object: KubeObject = {
      ...existing,
      metadata: {
        ...existing.metadata,
        finalizers: finalizers.length > 0 ? finalizers : undefined,
        ...(isNew
          ? {
              deletionTimestamp: metaTime(this.now()),
              deletionGracePeriodSeconds: 0,
              generation:
                existing.metadata.generation === undefined
                  ? undefined
                  : existing.metadata.generation + 1,
            }
          : {}),
      },
    };
    if (type.kind === 'Namespace' && type.group === '') {
      object.status = { phase: 'Terminating' };
      delete object.metadata.deletionGracePeriodSeconds;
    }
    if (isSame(existing, object)) {
      return { object: this.present(existing, target), gone: false };
    }
    return {
      object: this.store(target, name, object, options.dryRun),
      gone: false,
    };
  }

  private stored(target: Target): KubeObject {
    const object = this.find(target);
    if (!object) throw notFound(target.type, target.name);
    return object;
  }

  /** What is stored for a target, or undefined. */
  find({ type, namespace, name }: Target): KubeObject | undefined {
    return this.storage.get(collectionOf(type), keyOf(type, namespace, name));
  }

  private store(
    target: Target,
    name: string,
    object: KubeObject,
    dryRun: boolean,
  ): KubeObject {
    const { type, namespace } = target;
    const stored = this.toStorageVersion(type, object);
    if (dryRun) return this.present(stored, target);
    return this.present(
      this.storage.put(
        collectionOf(type),
        keyOf(type, namespace, name),
        stored,
      ),
      target,
    );
  }

  private toStorageVersion(type: ResourceType, object: KubeObject): KubeObject {
    return {
      ...object,
      apiVersion: apiVersionOf(type.group, type.storageVersion),
    };
  }

  private requireUnchanged(
    { type, name }: Target,
    old: KubeObject,
    { metadata }: KubeObject,
  ): void {
    if (metadata.uid && metadata.uid !== old.metadata.uid) {
      throw conflict(
        type,
        name,
        `Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${old.metadata.uid}`,
      );
    }
    if (
      metadata.resourceVersion &&
      metadata.resourceVersion !== old.metadata.resourceVersion
    ) {
      throw modified(type, name);
    }
  }

  private check(target: Target, object: KubeObject, old?: KubeObject): void {
    const errors = [
      ...(target.subresource ? [] : validateMetadata(object, old)),
      ...target.version.rules.validate(object, old),
    ];
    if (errors.length > 0) {
      throw invalidObject(target.type, object.metadata.name ?? '', errors);
    }
  }

  private requireNamespace({ type, namespace }: Target, name: string): void {
    if (!type.namespaced) return;
    const found = this.storage.get('/namespaces', namespace);
    if (!found) {
      throw notFound({ group: '', plural: 'namespaces' }, namespace);
    }
    if (found.metadata.deletionTimestamp) {
      throw forbiddenError(
        type,
        name,
        `unable to create new content in namespace ${namespace} because it is being terminated`,
        [
          {
            reason: 'NamespaceTerminating',
            message: `namespace ${namespace} is being terminated`,
            field: 'metadata.namespace',
          },
        ],
      );
    }
  }

  /** The endpoint at which the server itself works on objects of a type. */
  storageEndpoint(group: string, plural: string): Endpoint | undefined {
    const type = this.registry.get(group, plural);
    const version = type?.versions.find(
      ({ name }) => name === type.storageVersion,
    );
    return type && version ? { type, version } : undefined;
  }
}

function namespaceFinalizers(object: KubeObject): string[] {
  if (object.kind !== 'Namespace' || !isJsonObject(object.spec)) return [];
  const { finalizers } = object.spec;
  return Array.isArray(finalizers)
    ? finalizers.filter(item => typeof item === 'string')
    : [];
}

/** Deleted, and nothing holds it any more. */
export function isFinished(object: KubeObject): boolean {
  return (
    object.metadata.deletionTimestamp !== undefined &&
    (object.metadata.finalizers ?? []).length === 0 &&
    namespaceFinalizers(object).length === 0
  );
}

/** The finalizers that a deletion leaves on the object: the policy is one of them. */
function finalizersFor(object: KubeObject, options: DeleteOptions): string[] {
  const { propagationPolicy } = options;
  const current = object.metadata.finalizers ?? [];
  if (!propagationPolicy) return current;
  const others = current.filter(
    finalizer => finalizer !== 'orphan' && finalizer !== 'foregroundDeletion',
  );
  if (propagationPolicy === 'Orphan') return [...others, 'orphan'];
  if (propagationPolicy === 'Foreground') {
    return [...others, 'foregroundDeletion'];
  }
  return others;
}

/** No difference beyond the times at which managers last wrote. */
function isSame(a: KubeObject, b: KubeObject): boolean {
  const withoutTimes = (object: KubeObject): JsonObject => ({
    ...object,
    metadata: {
      ...object.metadata,
      managedFields: object.metadata.managedFields?.map(entry => ({
        ...entry,
        time: undefined,
      })),
    },
  });
  return deepEqual(withoutTimes(a), withoutTimes(b));
}

function reportUnknown(
  { type, version }: Target,
  unknownFields: string[],
  { fieldValidation, warnings }: WriteOptions,
): void {
  if (unknownFields.length === 0 || fieldValidation === 'Ignore') return;
  const texts = unknownFields.map(field => `unknown field "${field}"`);
  if (fieldValidation === 'Warn') {
    warnings.push(...texts);
    return;
  }
  throw new ApiError({
    code: 400,
    reason: 'BadRequest',
    message: `${type.kind} in version "${
      version.name
    }" cannot be handled as a ${type.kind}: strict decoding error: ${texts.join(
      ', ',
    )}`,
  });
}

import {
  isJsonObject,
  metaTime,
  type JsonObject,
  type JsonValue,
  type KubeObject,
} from '../model/objects';
import { applyConflict, badRequest } from '../model/status';
import type { Schema } from '../schema/schema';
import { FieldSet, printFieldPath, type PathElement } from './fieldSet';
import {
  isSameManager,
  readManagers,
  writeManagers,
  type Manager,
} from './managers';
import {
  compare,
  mergeConfiguration,
  removeFields,
  toFieldSet,
  type Comparison,
} from './typedValues';

/** Who writes, and through which door. */
export interface Tracking {
  manager: string;
  /** `status`, or empty for the object itself. */
  subresource: string;
  schema: Schema;
  hasStatus: boolean;
  now: Date;
}

const STATUS: PathElement = 'f:status';

/** What every object has and nobody manages. */
const UNMANAGED = FieldSet.of(
  ['f:apiVersion'],
  ['f:kind'],
  ['f:metadata'],
  ...[
    'name',
    'namespace',
    'creationTimestamp',
    'selfLink',
    'uid',
    'generation',
    'managedFields',
    'resourceVersion',
  ].map(name => ['f:metadata', `f:${name}`]),
);

/**
 * Records in `metadata.managedFields` what an update has changed.
 * @param old - the object before, with what the server alone decides already carried over to `object`
 */
export function trackUpdate(
  old: KubeObject | undefined,
  object: KubeObject,
  tracking: Tracking,
): KubeObject {
  const managers = managersBefore(old, object, tracking);
  const bare = writeManagers(object, []);
  // Nothing tracked is what a client asks for by clearing the list; only a new object starts to be tracked.
  if (old && managers.length === 0) return bare;
  const before = old ? writeManagers(old, []) : emptyOf(object);
  const changes = ofDoor(compare(before, bare, tracking.schema), tracking);
  const gained = changes.added.union(changes.modified).difference(UNMANAGED);
  const self: Omit<Manager, 'fields'> = {
    name: tracking.manager || 'unknown',
    operation: 'Update',
    apiVersion: object.apiVersion,
    subresource: tracking.subresource,
  };
  const others = managers.map(manager => ({
    ...manager,
    fields: manager.fields
      .difference(
        isSameManager(manager, self)
          ? new FieldSet()
          : changes.added.union(changes.modified),
      )
      .difference(changes.removed),
  }));
  if (gained.isEmpty) return writeManagers(bare, others);
  const previous = others.find(manager => isSameManager(manager, self));
  const updated: Manager = {
    ...self,
    time: metaTime(tracking.now),
    fields: previous ? previous.fields.union(gained) : gained,
  };
  return writeManagers(bare, [
    ...others.filter(manager => manager !== previous),
    updated,
  ]);
}

/** Options of an apply. */
export interface ApplyTracking extends Tracking {
  /** Take over fields that others manage instead of failing. */
  force: boolean;
}

/**
 * Server-side apply: lays a configuration over an object, removes what its manager no longer states and nobody else
 * manages, and refuses to change what others manage.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/
 * @param current - the object, or its empty shell when it is to be created
 * @throws ApiError 400, 409
 */
export function applyConfiguration(
  current: KubeObject,
  configuration: JsonObject,
  tracking: ApplyTracking,
): KubeObject {
  const { schema } = tracking;
  const { managedFields } = isJsonObject(configuration.metadata)
    ? configuration.metadata
    : {};
  if (managedFields !== undefined && managedFields !== null) {
    throw badRequest('metadata.managedFields must be nil');
  }
  const self: Omit<Manager, 'fields'> = {
    name: tracking.manager,
    operation: 'Apply',
    apiVersion: current.apiVersion,
    subresource: tracking.subresource,
  };
  let managers = readManagers(current);
  const live = writeManagers(current, []);
  if (managers.length === 0 && current.metadata.uid) {
    managers = [firstManager(live, tracking)];
  }
  const last = managers.find(manager => isSameManager(manager, self));
  const stated = ofDoorSet(toFieldSet(configuration, schema), tracking);
  const applied: Manager = { ...self, fields: stated };
  const others = managers.filter(manager => manager !== last);

  const merged = mergeConfiguration(live, configuration, schema);
  const result = pruned(merged, last?.fields, [applied, ...others], schema);
  if (!isKubeObject(result)) {
    throw badRequest('the applied configuration leaves no object');
  }

  const changes = ofDoor(compare(live, result, schema), tracking);
  const changed = changes.added.union(changes.modified);
  const conflicts = others
    .map(manager => ({
      manager,
      fields: manager.fields.intersection(changed),
    }))
    .filter(({ fields }) => !fields.isEmpty);
  if (conflicts.length > 0 && !tracking.force) throw conflictError(conflicts);

  const isSame =
    changed.isEmpty &&
    changes.removed.isEmpty &&
    last !== undefined &&
    last.fields.difference(stated).isEmpty &&
    stated.difference(last.fields).isEmpty;
  return writeManagers(result, [
    ...others.map(manager => ({
      ...manager,
      fields: manager.fields.difference(changed).difference(changes.removed),
    })),
    {
      ...applied,
      fields: stated.difference(UNMANAGED),
      time: isSame ? last.time : metaTime(tracking.now),
    },
  ]);
}

/**
 * Removes what was applied last time, is not any more, and has no other manager. Three steps, as in
 * structured-merge-diff: take out all that was applied, put back what is managed, put back what was never applied.
 */
function pruned(
  merged: JsonValue,
  lastFields: FieldSet | undefined,
  managers: Manager[],
  schema: Schema,
): JsonValue {
  if (!lastFields || lastFields.isEmpty) return merged;
  const last = lastFields.withNamedContainers();
  const managed = managers
    .reduce((all, manager) => all.union(manager.fields), new FieldSet())
    .withNamedContainers();
  const all = fieldsOf(merged, schema);
  const bare = fieldsOf(removeFields(merged, last, schema), schema);
  const owned = fieldsOf(
    removeFields(merged, all.difference(bare.union(managed)), schema),
    schema,
  );
  const lost = all.difference(owned).intersection(last);
  return removeFields(merged, lost, schema) ?? {};
}

function fieldsOf(value: JsonValue | undefined, schema: Schema): FieldSet {
  return toFieldSet(value ?? {}, schema).withNamedContainers();
}

function managersBefore(
  old: KubeObject | undefined,
  object: KubeObject,
  { subresource }: Tracking,
): Manager[] {
  if (!old) return [];
  const submitted = object.metadata.managedFields;
  if (subresource || submitted === undefined) return readManagers(old);
  const isReset =
    submitted.length === 0 ||
    (submitted.length === 1 && Object.keys(submitted[0]).length === 0);
  return isReset ? [] : readManagers(object);
}

/** Objects that nobody was recorded for belong to the time before the first apply. */
function firstManager(live: KubeObject, tracking: Tracking): Manager {
  const { added } = compare(emptyOf(live), live, tracking.schema);
  return {
    name: 'before-first-apply',
    operation: 'Update',
    apiVersion: live.apiVersion,
    subresource: '',
    time: metaTime(tracking.now),
    fields: added.difference(UNMANAGED),
  };
}

function emptyOf(object: KubeObject): KubeObject {
  return { apiVersion: object.apiVersion, kind: object.kind, metadata: {} };
}

/** Through the status subresource only the status is written, through the object itself all else. */
function ofDoorSet(set: FieldSet, tracking: Tracking): FieldSet {
  if (!tracking.hasStatus) return set;
  const status = FieldSet.of([STATUS]);
  const rest = set.without(status);
  return tracking.subresource ? set.difference(rest) : rest;
}

function ofDoor(changes: Comparison, tracking: Tracking): Comparison {
  return {
    added: ofDoorSet(changes.added, tracking),
    modified: ofDoorSet(changes.modified, tracking),
    removed: ofDoorSet(changes.removed, tracking),
  };
}

function isKubeObject(value: JsonValue): value is KubeObject {
  return (
    isJsonObject(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    isJsonObject(value.metadata)
  );
}

function conflictError(
  conflicts: Array<{ manager: Manager; fields: FieldSet }>,
) {
  const found = conflicts
    .map(({ manager, fields }) => ({
      by: printManager(manager),
      paths: fields.paths().map(printFieldPath),
    }))
    .sort((a, b) => (a.by < b.by ? -1 : 1));
  const causes = found.flatMap(({ by, paths }) =>
    paths.map(field => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${by}`,
      field,
    })),
  );
  const message =
    causes.length === 1
      ? `Apply failed with 1 conflict: ${causes[0].message}: ${causes[0].field}`
      : `Apply failed with ${causes.length} conflicts: ${found
          .flatMap(({ by, paths }) => [
            `conflicts with ${by}:`,
            ...paths.map(path => `- ${path}`),
          ])
          .join('\n')}`;
  return applyConflict(message, causes);
}

function printManager(manager: Manager): string {
  const name = manager.subresource
    ? `"${manager.name}" with subresource "${manager.subresource}"`
    : `"${manager.name}"`;
  return manager.operation === 'Update'
    ? `${name} using ${manager.apiVersion}`
    : name;
}

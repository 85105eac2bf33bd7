import type { KubeObject, ManagedFieldsEntry } from '../model/objects';
import { FieldSet } from './fieldSet';

/** One manager of an object and the fields it manages. */
export interface Manager {
  name: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  subresource: string;
  time?: string;
  fields: FieldSet;
}

/** Two entries are one manager when it came the same way; an applier stays one when it changes to another version. */
export function isSameManager(
  a: Omit<Manager, 'fields'>,
  b: Omit<Manager, 'fields'>,
): boolean {
  return (
    a.name === b.name &&
    a.operation === b.operation &&
    a.subresource === b.subresource &&
    (a.operation === 'Apply' || a.apiVersion === b.apiVersion)
  );
}

/** The managers that an object names in `metadata.managedFields`. */
export function readManagers(object: KubeObject): Manager[] {
  return (object.metadata.managedFields ?? []).map(entry => ({
    name: entry.manager,
    operation: entry.operation,
    apiVersion: entry.apiVersion,
    subresource: entry.subresource ?? '',
    time: entry.time,
    fields: FieldSet.fromFieldsV1(entry.fieldsV1),
  }));
}

/** The object with these managers named in it. */
export function writeManagers(
  object: KubeObject,
  managers: Manager[],
): KubeObject {
  const entries = managers
    .filter(manager => !manager.fields.isEmpty)
    .sort(byOperationAndTime)
    .map(
      (manager): ManagedFieldsEntry => ({
        manager: manager.name,
        operation: manager.operation,
        apiVersion: manager.apiVersion,
        time: manager.time,
        fieldsType: 'FieldsV1',
        fieldsV1: manager.fields.toFieldsV1(),
        ...(manager.subresource ? { subresource: manager.subresource } : {}),
      }),
    );
  const { managedFields: _managedFields, ...metadata } = object.metadata;
  return {
    ...object,
    metadata:
      entries.length > 0 ? { ...metadata, managedFields: entries } : metadata,
  };
}

function byOperationAndTime(a: Manager, b: Manager): number {
  const keys = (manager: Manager) => [
    manager.operation,
    manager.time ?? '',
    manager.name,
    manager.apiVersion,
    manager.subresource,
  ];
  const [first, second] = [keys(a), keys(b)];
  const index = first.findIndex((key, i) => key !== second[i]);
  if (index < 0) return 0;
  return first[index] < second[index] ? -1 : 1;
}

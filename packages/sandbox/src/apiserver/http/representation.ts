import { objectAt, type JsonObject, type KubeObject } from '../model/objects';
import type { Representation } from './exchange';

const META = 'meta.k8s.io/v1';

/** An object in the form that was asked for. */
export function represent(
  object: KubeObject,
  { as }: Representation,
): JsonObject {
  if (as === 'PartialObjectMetadata') return partial(object);
  if (as === 'Table') {
    return table([object], {
      resourceVersion: object.metadata.resourceVersion,
    });
  }
  return object;
}

/** A list in the form that was asked for. */
export function representList(
  items: KubeObject[],
  list: { apiVersion: string; kind: string; metadata: JsonObject },
  { as }: Representation,
  custom: boolean,
): JsonObject {
  if (as === 'PartialObjectMetadataList' || as === 'PartialObjectMetadata') {
    const { continue: next, ...metadata } = list.metadata;
    return {
      kind: 'PartialObjectMetadataList',
      apiVersion: META,
      metadata: next ? { ...metadata, continue: next } : metadata,
      items: items.map(partial),
    };
  }
  if (as === 'Table') return table(items, list.metadata);
  return {
    ...list,
    // The items of a list of a built-in kind say neither kind nor version: those are known from the list.
    items: custom ? items : items.map(withoutType),
  };
}

function withoutType(object: KubeObject): JsonObject {
  const { apiVersion: _apiVersion, kind: _kind, ...rest } = object;
  return rest;
}

function partial({ metadata }: KubeObject): JsonObject {
  return { kind: 'PartialObjectMetadata', apiVersion: META, metadata };
}

function table(items: KubeObject[], metadata: JsonObject): JsonObject {
  return {
    kind: 'Table',
    apiVersion: META,
    metadata,
    columnDefinitions: [
      {
        name: 'Name',
        type: 'string',
        format: 'name',
        description: 'Name of the object',
        priority: 0,
      },
      {
        name: 'Created At',
        type: 'date',
        format: '',
        description: 'Time at which the object was created',
        priority: 0,
      },
    ],
    rows: items.map(item => ({
      cells: [
        item.metadata.name ?? '',
        objectAt(item.metadata).creationTimestamp ?? '',
      ],
      object: partial(item),
    })),
  };
}

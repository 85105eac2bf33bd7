import type { Schema } from '../schema/schema';

const open: Schema = { 'x-kubernetes-preserve-unknown-fields': true };

const texts: Schema = {
  type: 'object',
  additionalProperties: { type: 'string' },
};

/** `metadata` of every kind, for patches and apply. */
export const metadataSchema: Schema = {
  type: 'object',
  properties: {
    name: open,
    generateName: open,
    namespace: open,
    selfLink: open,
    uid: open,
    resourceVersion: open,
    generation: open,
    creationTimestamp: open,
    deletionTimestamp: open,
    deletionGracePeriodSeconds: open,
    managedFields: open,
    labels: texts,
    annotations: texts,
    finalizers: { type: 'array', 'x-kubernetes-list-type': 'set' },
    ownerReferences: {
      type: 'array',
      items: {
        'x-kubernetes-preserve-unknown-fields': true,
        'x-kubernetes-map-type': 'atomic',
      },
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['uid'],
    },
  },
};

/** What an object has at its root, whatever its kind. */
export const envelope: { [field: string]: Schema } = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: metadataSchema,
};

import {
  aManaged,
  aResource,
  at,
  CREATING,
  READY,
  SYNCED,
  syncFails,
} from '../builders';
import { NAME_TAKEN, deletedAt, ready, notReady } from './parts';
import { Situation } from './types';

export const leaving: Situation[] = [
  [
    'deletion in the foreground',
    {
      environment: ready({ metadata: deletedAt(6) }),
      resources: [
        aResource('artifact-bucket', {
          metadata: deletedAt(6),
          spec: { forProvider: {} },
          conditions: [SYNCED, READY],
        }),
      ],
    },
    {
      status: 'Deleting',
      cause: 'artifact-bucket',
      since: at(6),
      hint: /^Wait:/,
      resource: 'Deleting',
    },
  ],
  [
    'resources that outlive the environment',
    {
      resources: [
        aResource('artifact-bucket', {
          metadata: deletedAt(6),
          spec: { forProvider: {} },
        }),
      ],
    },
    {
      status: 'Deleting',
      cause: 'artifact-bucket',
      since: at(6),
      resource: 'Deleting',
    },
  ],
  [
    'resources that nobody deletes yet',
    { resources: [aManaged('artifact-bucket')] },
    { status: 'Deleting', since: undefined },
  ],
  [
    'a bucket that is not empty',
    {
      environment: ready({ metadata: deletedAt(6) }),
      resources: [
        aResource('atlas-project', {
          metadata: deletedAt(6),
          spec: { forProvider: {} },
          conditions: [SYNCED],
        }),
        aResource('artifact-bucket', {
          metadata: deletedAt(6),
          spec: { forProvider: {} },
          conditions: [
            syncFails(
              'delete failed: api error BucketNotEmpty: The bucket you tried to delete is not empty',
            ),
          ],
        }),
      ],
    },
    {
      status: 'Deleting',
      cause: 'artifact-bucket',
      message: /^BucketNotEmpty/,
      hint: /^You: the bucket still holds artifacts/,
    },
  ],
  [
    'a failure before the deletion',
    {
      environment: notReady({ metadata: deletedAt(6) }),
      resources: [aManaged('artifact-bucket', NAME_TAKEN, CREATING)],
    },
    { status: 'Deleting', cause: 'artifact-bucket' },
  ],
  [
    'paused while being deleted',
    {
      environment: ready({
        metadata: deletedAt(6),
        annotations: { 'crossplane.io/paused': 'true' },
      }),
    },
    { status: 'Deleting', cause: 'churn' },
  ],
];

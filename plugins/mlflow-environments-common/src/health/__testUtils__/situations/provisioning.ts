import {
  aManaged,
  anEnvironment,
  aResource,
  aServer,
  at,
  condition,
  CREATING,
  refOf,
  SYNCED,
  syncFails,
} from '../builders';
import { UNRESOLVED, UNAVAILABLE_PODS, notReady, refused } from './parts';
import { Situation } from './types';

export const provisioning: Situation[] = [
  [
    'just applied, Crossplane has not looked at it',
    { environment: anEnvironment() },
    {
      status: 'Provisioning',
      cause: 'churn',
      message: /not taken it up/,
      hint: /^Wait:/,
      since: at(0),
    },
  ],
  [
    'nothing ready yet, nothing wrong',
    {
      environment: notReady(),
      resources: [aManaged('artifact-bucket', SYNCED, CREATING)],
    },
    {
      status: 'Provisioning',
      cause: 'artifact-bucket',
      message: /Bucket .* is being created/,
      hint: /^Wait:/,
      resource: 'Progressing',
    },
  ],
  [
    'a managed resource without any condition',
    {
      environment: notReady(),
      resources: [aResource('artifact-bucket', { spec: { forProvider: {} } })],
    },
    {
      status: 'Provisioning',
      cause: 'artifact-bucket',
      resource: 'Progressing',
    },
  ],
  [
    'a resource that waits for one that is being created',
    {
      environment: notReady(),
      resources: [
        aManaged('atlas-cluster', UNRESOLVED),
        aManaged('atlas-project', SYNCED, CREATING),
      ],
    },
    { status: 'Provisioning', cause: 'atlas-project' },
  ],
  [
    'a resource that waits for one that does not exist yet',
    {
      environment: notReady(),
      resources: [aManaged('atlas-cluster', UNRESOLVED)],
      missing: [refOf(aManaged('atlas-project'))],
    },
    { status: 'Provisioning' },
  ],
  [
    'a resource that has not looked again since what it waits for is ready',
    {
      environment: notReady(),
      resources: [
        aManaged('atlas-cluster', UNRESOLVED),
        aManaged('atlas-project'),
      ],
    },
    {
      status: 'Provisioning',
      cause: 'atlas-cluster',
      resource: 'Progressing',
    },
  ],
  [
    'a provider that is being throttled',
    {
      environment: notReady(),
      resources: [
        aManaged(
          'server-role',
          syncFails('api error Throttling: Rate exceeded'),
          CREATING,
        ),
      ],
    },
    {
      status: 'Provisioning',
      cause: 'server-role',
      hint: /^Wait: this passes/,
      resource: 'Progressing',
    },
  ],
  [
    'a provider whose cloud answers 503',
    {
      environment: notReady(),
      resources: [
        aManaged(
          'artifact-bucket',
          syncFails('https response error StatusCode: 503, ServiceUnavailable'),
          CREATING,
        ),
      ],
    },
    { status: 'Provisioning', resource: 'Progressing' },
  ],
  [
    'two writers that met',
    {
      environment: refused(
        'cannot apply composed resource "x": Operation cannot be fulfilled: the object has been modified; please apply your changes to the latest version and try again',
      ),
    },
    { status: 'Provisioning', hint: /^Wait:/ },
  ],
  [
    'a slow operation in the background',
    {
      environment: notReady(),
      resources: [
        aManaged(
          'atlas-cluster',
          SYNCED,
          CREATING,
          condition('AsyncOperation', 'False', 'Ongoing'),
        ),
      ],
    },
    { status: 'Provisioning', cause: 'atlas-cluster', resource: 'Progressing' },
  ],
  [
    'pods that are starting',
    {
      environment: notReady(),
      resources: [
        aServer(
          UNAVAILABLE_PODS,
          condition('Progressing', 'True', 'ReplicaSetUpdated'),
        ),
      ],
    },
    {
      status: 'Provisioning',
      cause: 'mlflow-server',
      hint: /^Wait:/,
      resource: 'Progressing',
    },
  ],
  [
    'references that were written before their objects',
    { environment: notReady(), missing: [refOf(aManaged('artifact-bucket'))] },
    { status: 'Provisioning', resource: 'Missing' },
  ],
  [
    'a condition of the function that only waits',
    {
      environment: notReady({
        conditions: [
          SYNCED,
          CREATING,
          condition(
            'DatabaseReady',
            'False',
            'Creating',
            'The database waits for atlas-cluster.',
          ),
        ],
      }),
    },
    { status: 'Provisioning' },
  ],
  [
    'a Secret that is newer than what the environment says of itself',
    {
      environment: notReady({
        metadata: { generation: 3 },
        conditions: [
          SYNCED,
          {
            ...condition('Ready', 'False', 'Creating', 'Unready resources: x'),
            observedGeneration: 2,
          },
        ],
      }),
      resources: [aManaged('artifact-bucket')],
      missing: [
        { apiVersion: 'v1', kind: 'Secret', name: 'churn-mlflow-config' },
      ],
    },
    { status: 'Provisioning', cause: 'mlflow-config' },
  ],
  [
    'a Secret that the environment still waits for',
    {
      environment: notReady({
        conditions: [
          SYNCED,
          condition(
            'Ready',
            'False',
            'Creating',
            'Unready resources: mlflow-config, mlflow-server, and 2 more',
          ),
        ],
      }),
      missing: [
        { apiVersion: 'v1', kind: 'Secret', name: 'churn-mlflow-config' },
      ],
    },
    { status: 'Provisioning', cause: 'mlflow-config', resource: 'Progressing' },
  ],
];

import {
  aManaged,
  aResource,
  aServer,
  at,
  condition,
  READY,
  refOf,
  SYNCED,
  syncFails,
} from '../builders';
import { FUNCTION_AWAY, DEPLOYMENT_STUCK, deletedAt, ready } from './parts';
import { Situation } from './types';

export const healthy: Situation[] = [
  [
    'everything ready',
    {
      environment: ready(),
      resources: [
        aManaged('artifact-bucket'),
        aServer(),
        aResource('mlflow-service'),
      ],
    },
    { status: 'Healthy', since: at(5), resource: 'Ready' },
  ],
  [
    'Secrets, which are never read',
    {
      environment: ready(),
      missing: [
        {
          apiVersion: 'v1',
          kind: 'Secret',
          name: 'churn-mlflow-config',
          reason: 'Secret',
        },
      ],
    },
    { status: 'Healthy', resource: 'Ready' },
  ],
  [
    'a kind that the backend may not list',
    {
      environment: ready(),
      missing: [
        {
          ...refOf(aManaged('server-role')),
          reason: 'Unreadable',
          message: 'forbidden',
        },
      ],
    },
    { status: 'Healthy', resource: 'Ready' },
  ],
  [
    'a new spec that is not reconciled yet',
    {
      environment: ready({
        metadata: { generation: 2 },
        conditions: [
          { ...SYNCED, observedGeneration: 1 },
          { ...READY, observedGeneration: 1 },
        ],
      }),
    },
    { status: 'Healthy', changing: true },
  ],
  [
    'a new spec that Crossplane cannot reconcile',
    {
      environment: ready({
        metadata: { generation: 2 },
        conditions: [FUNCTION_AWAY, { ...READY, observedGeneration: 1 }],
      }),
    },
    { status: 'Healthy', reconcileError: 'ReconcileError' },
  ],
  [
    'the function away while everything is ready',
    {
      environment: ready({ conditions: [FUNCTION_AWAY, READY] }),
      resources: [aManaged('artifact-bucket')],
    },
    { status: 'Healthy', reconcileError: 'ReconcileError' },
  ],
  [
    'a managed resource whose last change was refused',
    {
      environment: ready(),
      resources: [
        aManaged(
          'artifact-bucket',
          syncFails('update failed: AccessDenied'),
          READY,
        ),
      ],
    },
    { status: 'Healthy', reconcileError: 'ReconcileError', resource: 'Ready' },
  ],
  [
    'a background operation that failed on a working resource',
    {
      environment: ready(),
      resources: [
        aManaged(
          'atlas-cluster',
          SYNCED,
          READY,
          condition(
            'LastAsyncOperation',
            'False',
            'AsyncUpdateFailure',
            'async update failed: OUT_OF_CAPACITY',
          ),
        ),
      ],
    },
    {
      status: 'Healthy',
      reconcileError: 'AsyncUpdateFailure',
      resource: 'Ready',
    },
  ],
  [
    'a new server version that does not start while the old one serves',
    {
      environment: ready(),
      resources: [aServer(condition('Available', 'True'), DEPLOYMENT_STUCK)],
    },
    {
      status: 'Healthy',
      reconcileError: 'ProgressDeadlineExceeded',
      resource: 'Ready',
    },
  ],
  [
    'a watch circuit that is open',
    {
      environment: ready({
        conditions: [
          SYNCED,
          READY,
          condition(
            'Responsive',
            'False',
            'WatchCircuitOpen',
            'Too many watch events',
          ),
        ],
      }),
    },
    { status: 'Healthy', reconcileError: 'WatchCircuitOpen' },
  ],
  [
    'a tier that is growing',
    {
      environment: ready(),
      resources: [
        aManaged(
          'atlas-cluster',
          SYNCED,
          READY,
          condition('AsyncOperation', 'False', 'Ongoing'),
        ),
      ],
    },
    { status: 'Healthy', changing: true, resource: 'Ready' },
  ],
  [
    'a rollout of the server',
    {
      environment: ready(),
      resources: [
        aResource('mlflow-server', {
          metadata: { generation: 4 },
          conditions: [condition('Available', 'True')],
          status: { observedGeneration: 3 },
        }),
      ],
    },
    { status: 'Healthy', changing: true, resource: 'Ready' },
  ],
  [
    'a resource that the spec no longer asks for',
    {
      environment: ready({ spec: { crossplane: { resourceRefs: [] } } }),
      resources: [aResource('mlflow-service', { metadata: deletedAt(8) })],
    },
    { status: 'Healthy', changing: true, resource: 'Deleting' },
  ],
];

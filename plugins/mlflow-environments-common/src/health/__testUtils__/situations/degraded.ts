import {
  aManaged,
  aResource,
  aServer,
  at,
  condition,
  CREATING,
  refOf,
  SYNCED,
} from '../builders';
import {
  UNAUTHORIZED,
  FUNCTION_AWAY,
  UNAVAILABLE_PODS,
  deletedAt,
  ready,
  notReady,
} from './parts';
import { Situation } from './types';

export const degraded: Situation[] = [
  [
    'credentials that stopped working',
    {
      environment: notReady(),
      firstReadyTime: at(4),
      resources: [
        aManaged(
          'atlas-project',
          UNAUTHORIZED,
          condition('Ready', 'False', 'Unavailable'),
        ),
        aManaged('artifact-bucket'),
      ],
    },
    {
      status: 'Degraded',
      cause: 'atlas-project',
      message:
        /^cannot get project: HTTP 401 Unauthorized: You are not authorized for this resource\.$/,
      hint: /^Platform team: Atlas refuses the credentials/,
      resource: 'Failed',
    },
  ],
  [
    'status that remembers it was ready',
    {
      environment: notReady({ status: { firstReadyTime: at(4) } }),
      resources: [aManaged('artifact-bucket', SYNCED, CREATING)],
    },
    { status: 'Degraded', cause: 'artifact-bucket' },
  ],
  [
    'a resource that failed before Crossplane noticed',
    {
      environment: ready(),
      resources: [
        aManaged(
          'atlas-project',
          UNAUTHORIZED,
          condition('Ready', 'False', 'Unavailable'),
        ),
      ],
    },
    { status: 'Degraded', cause: 'atlas-project', since: at(2) },
  ],
  [
    'pods that stopped',
    {
      environment: ready(),
      resources: [
        aServer(
          UNAVAILABLE_PODS,
          condition('Progressing', 'True', 'NewReplicaSetAvailable'),
        ),
      ],
    },
    {
      status: 'Degraded',
      cause: 'mlflow-server',
      hint: /stopped serving/,
      resource: 'Failed',
    },
  ],
  [
    'a resource that somebody deleted',
    {
      environment: ready({
        spec: {
          crossplane: { resourceRefs: [refOf(aResource('mlflow-service'))] },
        },
      }),
      resources: [aResource('mlflow-service', { metadata: deletedAt(8) })],
    },
    { status: 'Degraded', cause: 'mlflow-service', resource: 'Deleting' },
  ],
  [
    'a resource that is gone',
    { environment: ready(), missing: [refOf(aResource('mlflow-service'))] },
    {
      status: 'Degraded',
      cause: 'churn-mlflow-service',
      message: /does not exist/,
      resource: 'Missing',
    },
  ],
  [
    'a broken resource while the function is away',
    {
      environment: notReady({ conditions: [FUNCTION_AWAY, CREATING] }),
      firstReadyTime: at(4),
      resources: [aManaged('atlas-project', UNAUTHORIZED, CREATING)],
    },
    {
      status: 'Degraded',
      cause: 'atlas-project',
      reconcileError: 'ReconcileError',
    },
  ],
  [
    'no reason but the word of Crossplane',
    {
      environment: notReady({
        conditions: [
          SYNCED,
          condition(
            'Ready',
            'False',
            'Creating',
            'Unready resources: mlflow-server',
            6,
          ),
        ],
      }),
      firstReadyTime: at(4),
    },
    {
      status: 'Degraded',
      cause: 'churn',
      message: /Unready resources: mlflow-server/,
      since: at(6),
    },
  ],
];

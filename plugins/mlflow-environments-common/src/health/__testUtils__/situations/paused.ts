import {
  aManaged,
  anEnvironment,
  at,
  condition,
  CREATING,
  PAUSED,
  READY,
  SYNCED,
} from '../builders';
import { ready, notReady } from './parts';
import { Situation } from './types';

export const pausedOrUnknown: Situation[] = [
  [
    'paused before it was ready',
    {
      environment: notReady({
        annotations: { 'crossplane.io/paused': 'true' },
        conditions: [PAUSED, CREATING],
      }),
    },
    {
      status: 'Paused',
      cause: 'churn',
      since: at(7),
      hint: /crossplane\.io\/paused/,
    },
  ],
  [
    'paused while ready: Ready is stale',
    {
      environment: ready({
        annotations: { 'crossplane.io/paused': 'true' },
        conditions: [PAUSED, READY],
      }),
      resources: [aManaged('artifact-bucket')],
    },
    { status: 'Paused', cause: 'churn', resource: 'Ready' },
  ],
  [
    'paused a moment ago, Crossplane has not noticed',
    { environment: ready({ annotations: { 'crossplane.io/paused': 'true' } }) },
    { status: 'Paused', cause: 'churn' },
  ],
  [
    'a part that is paused',
    {
      environment: ready(),
      resources: [aManaged('artifact-bucket', PAUSED, READY)],
    },
    {
      status: 'Paused',
      cause: 'artifact-bucket',
      since: at(7),
      resource: 'Paused',
    },
  ],
  [
    'an annotation that says false',
    {
      environment: ready({ annotations: { 'crossplane.io/paused': 'false' } }),
    },
    { status: 'Healthy' },
  ],
  ['nothing at all', {}, { status: 'Unknown' }],
  [
    'an object without a name',
    { environment: { kind: 'MLflowEnvironment', metadata: {} } },
    { status: 'Unknown' },
  ],
  [
    'a Ready condition that is undecided',
    {
      environment: anEnvironment({
        conditions: [SYNCED, condition('Ready', 'Unknown', 'Waiting')],
      }),
    },
    { status: 'Unknown', cause: 'churn' },
  ],
];

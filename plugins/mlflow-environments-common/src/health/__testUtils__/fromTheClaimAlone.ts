import fc from 'fast-check';
import { assessEnvironment } from '../assessEnvironment';
import { record } from '../observe';
import { KubernetesObject } from '../types';
import { anEnvironment, at } from './builders';

/** What the rules say to somebody who sees the environment and none of its resources, as GitOps tools do. */
export function statusAlone(environment: KubernetesObject): string {
  const { crossplane } = record(environment.spec);
  const refs = record(crossplane).resourceRefs;
  const { status, changing } = assessEnvironment({
    environment,
    resources: [],
    missing: (Array.isArray(refs) ? refs : []).map(ref => ({
      ...ref,
      reason: 'Unreadable',
    })),
  });
  return changing ? `${status}, changing` : status;
}

/** An environment that has a resource, whatever else is with it. */
export function anEnvironmentAlone(
  options: Parameters<typeof anEnvironment>[0],
): KubernetesObject {
  return anEnvironment({
    ...options,
    spec: {
      crossplane: {
        resourceRefs: [
          {
            apiVersion: 's3.aws.m.upbound.io/v1beta1',
            kind: 'Bucket',
            name: 'churn-artifacts',
          },
        ],
      },
    },
  });
}

/** What Crossplane, our function and the API server write into messages; half of it goes away by itself. */
const MESSAGES = [
  'cannot compose resources: cannot run Composition pipeline step "compose": cannot run Function "f": rpc error: code = DeadlineExceeded desc = connection error: read tcp 127.0.0.1:9443: connection reset by peer',
  'cannot compose resources: pipeline step "compose" returned a fatal result: ask for less',
  'creating S3 Bucket: BucketAlreadyExists',
  'rpc error: code = Unavailable desc = connection refused',
  'Operation cannot be fulfilled on x: the object has been modified; please apply your changes to the latest version and try again',
  'api error ThrottlingException: Rate exceeded',
  'HTTP 429 Too Many Requests',
  'https response error StatusCode: 503, ServiceUnavailable',
  'HTTP 500 Internal Server Error',
  'HTTP 501 Not Implemented',
  'etcdserver: request timed out',
  'read tcp 10.0.0.1: i/o timeout',
  'unexpected EOF',
  'OperationAborted: A conflicting conditional operation is in progress',
];

const conditionOfType = (type: string, reasons: string[]) =>
  fc.option(
    fc.record(
      {
        type: fc.constant(type),
        status: fc.constantFrom<'True' | 'False' | 'Unknown'>(
          'True',
          'False',
          'Unknown',
        ),
        reason: fc.constantFrom(...reasons),
        message: fc.constantFrom(...MESSAGES),
        lastTransitionTime: fc.constant(at(3)),
        observedGeneration: fc.integer({ min: 1, max: 3 }),
      },
      { requiredKeys: ['type', 'status'] },
    ),
    { nil: undefined },
  );

/** Environments in every combination of what their rules look at. */
export const environments: fc.Arbitrary<KubernetesObject> = fc
  .record({
    conditions: fc
      .tuple(
        conditionOfType('Synced', [
          'ReconcileSuccess',
          'ReconcileError',
          'ReconcilePaused',
        ]),
        conditionOfType('Ready', ['Available', 'Creating', 'Deleting']),
        conditionOfType('ResourcesHealthy', ['NoFailures', 'ReconcileError']),
        conditionOfType('DatabaseReady', ['Available', 'FatalError']),
        conditionOfType('Responsive', ['WatchCircuitOpen']),
      )
      .map(conditions =>
        conditions.flatMap(condition => (condition ? [condition] : [])),
      ),
    deleted: fc.boolean(),
    paused: fc.constantFrom(undefined, 'true', 'false'),
    generation: fc.integer({ min: 1, max: 3 }),
    firstReadyTime: fc.constantFrom(undefined, at(2)),
    trackingUri: fc.constantFrom(undefined, 'http://mlflow-churn.team-a:5000'),
  })
  .map(
    ({
      conditions,
      deleted,
      paused,
      generation,
      firstReadyTime,
      trackingUri,
    }) =>
      anEnvironmentAlone({
        conditions,
        annotations: paused ? { 'crossplane.io/paused': paused } : undefined,
        metadata: {
          generation,
          ...(deleted && { deletionTimestamp: at(6) }),
        },
        status: { firstReadyTime, trackingUri },
      }),
  );

import fc from 'fast-check';
import { assessEnvironment } from './assessEnvironment';
import { anEnvironment, PLAN, READY, SYNCED } from './__testUtils__/builders';
import { KubernetesObject } from './types';

const junk = fc.oneof(
  { weight: 1, arbitrary: fc.jsonValue() },
  { weight: 1, arbitrary: fc.constant(undefined) },
);
const or = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 12, arbitrary }, { weight: 1, arbitrary: junk });

const someCondition = fc.record(
  {
    type: or(
      fc.constantFrom(
        'Ready',
        'Synced',
        'Available',
        'Progressing',
        'LastAsyncOperation',
        'AsyncOperation',
        'ReplicaFailure',
        'Responsive',
        'ResourcesHealthy',
      ),
    ),
    status: or(fc.constantFrom('True', 'False', 'Unknown')),
    reason: or(
      fc.constantFrom(
        'Creating',
        'ReconcileError',
        'ReconcilePaused',
        'Ongoing',
      ),
    ),
    message: or(
      fc.constantFrom(
        'cannot resolve references: x',
        'BucketAlreadyExists',
        'Rate exceeded',
        'cannot apply composed resource "artifact-bucket": no',
        'Unready resources: mlflow-config',
      ),
    ),
    lastTransitionTime: or(fc.constant('2026-11-24T09:01:00Z')),
    observedGeneration: or(fc.integer({ min: 0, max: 3 })),
  },
  { requiredKeys: [] },
);

const someObject = or(
  fc.record(
    {
      apiVersion: or(
        fc.constantFrom(
          'v1',
          'apps/v1',
          's3.aws.m.upbound.io/v1beta1',
          'mlops.example.com/v1alpha1',
        ),
      ),
      kind: or(
        fc.constantFrom('Bucket', 'Deployment', 'Service', 'MLflowEnvironment'),
      ),
      metadata: or(
        fc.record(
          {
            name: or(fc.constantFrom('a', 'b', 'c')),
            uid: or(fc.constantFrom('1', '2')),
            generation: or(fc.integer({ min: 0, max: 3 })),
            creationTimestamp: or(fc.constant('2026-11-24T09:00:00Z')),
            deletionTimestamp: fc.option(fc.constant('2026-11-24T09:02:00Z'), {
              nil: undefined,
            }),
            annotations: or(
              fc.record(
                {
                  'crossplane.io/paused': fc.constantFrom('true', 'false'),
                  'crossplane.io/composition-resource-name': or(
                    fc.constantFrom(...PLAN),
                  ),
                },
                { requiredKeys: [] },
              ),
            ),
            ownerReferences: or(
              fc.array(
                or(
                  fc.record({
                    kind: fc.constantFrom('Bucket', 'MLflowEnvironment'),
                    name: fc.constantFrom('a', 'b'),
                    uid: fc.constantFrom('1', '2'),
                    controller: fc.boolean(),
                  }),
                ),
                { maxLength: 2 },
              ),
            ),
          },
          { requiredKeys: [] },
        ),
      ),
      spec: or(
        fc.constantFrom(
          {},
          { forProvider: {} },
          { crossplane: { resourceRefs: [] } },
        ),
      ),
      status: or(
        fc.record(
          {
            conditions: or(fc.array(or(someCondition), { maxLength: 4 })),
            firstReadyTime: or(fc.constant('2026-11-24T09:00:30Z')),
          },
          { requiredKeys: [] },
        ),
      ),
    },
    { requiredKeys: [] },
  ),
) as fc.Arbitrary<KubernetesObject>;

const observation = fc.record(
  {
    environment: someObject,
    composite: fc.option(someObject, { nil: undefined }),
    resources: fc.array(someObject, { maxLength: 5 }),
    missing: fc.array(
      fc.record({
        apiVersion: fc.constant('v1'),
        kind: fc.constantFrom('Secret', 'Bucket'),
        name: fc.constantFrom('a', 'd'),
        reason: fc.constantFrom('Secret', 'Missing', 'Unreadable', undefined),
      }),
      { maxLength: 3 },
    ),
    firstReadyTime: fc.constantFrom(undefined, '2026-11-24T09:00:00Z'),
    planOrder: fc.constantFrom(undefined, PLAN),
  },
  { requiredKeys: ['resources'] },
);

describe('assessEnvironment, whatever the API server sends', () => {
  it('answers, the same each time', () => {
    fc.assert(
      fc.property(observation, input => {
        const answer = assessEnvironment(input);
        expect(assessEnvironment(input)).toEqual(answer);
        expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
      }),
      { numRuns: 500 },
    );
  });

  it('never counts more ready than there are', () => {
    fc.assert(
      fc.property(observation, input => {
        const { progress } = assessEnvironment(input);
        expect(progress.ready).toBeLessThanOrEqual(progress.total);
      }),
      { numRuns: 500 },
    );
  });

  it('says why, exactly when an environment is not healthy', () => {
    fc.assert(
      fc.property(observation, input => {
        const { status, cause, hint } = assessEnvironment(input);
        expect(cause === undefined).toBe(status === 'Healthy');
        expect(hint === undefined || hint === '').toBe(status === 'Healthy');
        expect(cause?.message).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });

  it('calls nothing healthy that has a part which is not ready, unless it is being changed', () => {
    fc.assert(
      fc.property(observation, input => {
        const { status, changing, resources } = assessEnvironment({
          ...input,
          environment: anEnvironment({ conditions: [SYNCED, READY] }),
          composite: undefined,
        });
        const statuses = new Set(resources.map(resource => resource.status));
        statuses.delete('Ready');
        if (changing) {
          statuses.delete('Progressing');
          statuses.delete('Deleting');
        }
        expect(status === 'Healthy').toBe(statuses.size === 0);
      }),
      { numRuns: 300 },
    );
  });

  it('never calls a paused environment healthy', () => {
    fc.assert(
      fc.property(observation, input => {
        const environment = {
          ...input.environment,
          kind: 'MLflowEnvironment',
          metadata: {
            name: 'a',
            annotations: { 'crossplane.io/paused': 'true' },
          },
        };
        expect(['Paused', 'Deleting']).toContain(
          assessEnvironment({ ...input, environment }).status,
        );
      }),
    );
  });
});

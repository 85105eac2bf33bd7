import { assessEnvironment } from './assessEnvironment';
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
  PLAN,
} from './__testUtils__/builders';
import {
  provisioning,
  healthy,
  degraded,
  failed,
  leaving,
  pausedOrUnknown,
  Situation,
} from './__testUtils__/situations';
import {
  NAME_TAKEN,
  UNAVAILABLE_PODS,
  deletedAt,
  ready,
  notReady,
} from './__testUtils__/situations/parts';

function assess(observation: Situation[1]) {
  return assessEnvironment({ resources: [], planOrder: PLAN, ...observation });
}

describe.each([
  ['Provisioning or alike', provisioning],
  ['Healthy', healthy],
  ['Degraded', degraded],
  ['Failed', failed],
  ['Deleting', leaving],
  ['Paused or Unknown', pausedOrUnknown],
])('an environment that is %s', (_, situations) => {
  it.each(situations)('%s', (__, observation, expected) => {
    const { status, since, changing, cause, hint, reconcileError, resources } =
      assess(observation);
    const last = cause?.path[cause.path.length - 1];
    const answers: Record<string, unknown> = {
      status,
      since,
      changing,
      cause: last?.compositionResourceName ?? last?.name,
      message: cause?.message,
      hint,
      reconcileError: reconcileError?.reason,
      resource: resources.find(
        resource => resource.status === expected.resource,
      )?.status,
    };
    for (const [name, value] of Object.entries(expected)) {
      const matcher = value instanceof RegExp ? 'toMatch' : 'toEqual';
      expect(answers[name])[matcher](value);
    }
    expect(Boolean(changing)).toBe(expected.changing ?? false);
    expect(reconcileError?.reason).toBe(expected.reconcileError);
    expect(cause === undefined).toBe(status === 'Healthy');
    expect(hint === undefined).toBe(status === 'Healthy');
  });
});

describe('what comes with a status', () => {
  it('is the path from the environment over a nested composite to the resource', () => {
    const nested = {
      apiVersion: 'storage.example.com/v1',
      kind: 'XStore',
      metadata: { name: 'store', uid: 'uid-store' },
      status: { conditions: [SYNCED, CREATING] },
    };
    const bucket = aResource('artifact-bucket', {
      conditions: [NAME_TAKEN],
      metadata: {
        ownerReferences: [
          {
            apiVersion: 'storage.example.com/v1',
            kind: 'XStore',
            name: 'store',
            uid: 'uid-store',
            controller: true,
          },
        ],
      },
    });
    const { cause } = assess({
      environment: notReady(),
      resources: [nested, bucket],
    });
    expect(cause?.path.map(({ kind }) => kind)).toEqual([
      'MLflowEnvironment',
      'XStore',
      'Bucket',
    ]);
  });

  it('is the path over the composite behind a legacy claim, which knows the reason', () => {
    const { status, cause } = assess({
      environment: anEnvironment({
        conditions: [
          SYNCED,
          condition(
            'Ready',
            'False',
            'Waiting',
            'Claim is waiting for composite resource to become Ready',
          ),
        ],
        spec: { resourceRef: { name: 'churn-x7f2k' } },
      }),
      composite: {
        apiVersion: 'mlops.example.com/v1alpha1',
        kind: 'XMLflowEnvironment',
        metadata: { name: 'churn-x7f2k', uid: 'uid-x' },
        status: {
          conditions: [
            syncFails(
              'cannot compose resources: pipeline step "a" returned a fatal result: no',
            ),
          ],
        },
      },
    });
    expect(status).toBe('Failed');
    expect(cause).toMatchObject({ message: 'no' });
    expect(cause?.path.map(({ name }) => name)).toEqual([
      'churn',
      'churn-x7f2k',
    ]);
  });

  it('is the path from an environment that is gone, as its resources remember it', () => {
    const { cause } = assess({
      resources: [aResource('artifact-bucket', { metadata: deletedAt(6) })],
    });
    expect(cause?.path).toEqual([
      {
        apiVersion: 'mlops.example.com/v1alpha1',
        kind: 'MLflowEnvironment',
        namespace: 'team-a',
        name: 'churn',
      },
      expect.objectContaining({ compositionResourceName: 'artifact-bucket' }),
    ]);
  });

  it('counts progress against the plan until everything is there', () => {
    const resources = [aManaged('artifact-bucket'), aServer(UNAVAILABLE_PODS)];
    expect(assess({ environment: notReady(), resources }).progress).toEqual({
      ready: 1,
      total: PLAN.length,
    });
    expect(
      assess({ environment: ready(), resources: [aManaged('artifact-bucket')] })
        .progress,
    ).toEqual({ ready: 1, total: 1 });
  });

  it('lists the resources in plan order with what each has to say', () => {
    const { resources } = assess({
      environment: notReady(),
      resources: [
        aServer(),
        aResource('artifact-bucket', {
          annotations: { 'crossplane.io/external-name': 'mlflow-x' },
          conditions: [NAME_TAKEN],
        }),
        aManaged('atlas-project'),
      ],
    });
    expect(
      resources.map(({ compositionResourceName }) => compositionResourceName),
    ).toEqual(['atlas-project', 'artifact-bucket', 'mlflow-server']);
    expect(resources[1]).toMatchObject({
      kind: 'Bucket',
      externalName: 'mlflow-x',
      status: 'Failed',
      since: at(3),
      reason: 'ReconcileError',
      message: expect.stringContaining('BucketAlreadyExists'),
      hint: expect.stringMatching(/^You:/),
    });
    expect(resources[0]).not.toHaveProperty('hint');
  });

  it('counts a resource once that is both seen and said to be missing', () => {
    const bucket = aManaged('artifact-bucket');
    expect(
      assess({
        environment: ready(),
        resources: [bucket],
        missing: [refOf(bucket)],
      }),
    ).toMatchObject({ status: 'Healthy', progress: { ready: 1, total: 1 } });
  });
});

import fc from 'fast-check';
import { parseApiVersion } from '../store';
import {
  readRecordings,
  recordingsNote,
  type RecordedObject,
} from './__testUtils__/shared';
import { projectObject } from './projection';
import type { ResourceType } from './resourceType';

function typeOf(apiVersion: string, kind: string): ResourceType {
  return { ...parseApiVersion(apiVersion), kind, plural: 'any' };
}

const environmentType = typeOf(
  'mlops.example.com/v1alpha1',
  'MLflowEnvironment',
);
const bucketType = typeOf('s3.aws.m.upbound.io/v1beta1', 'Bucket');
const metadata = { name: 'demo', uid: 'u1', resourceVersion: '7' };

describe('projectObject', () => {
  it('keeps who an object is and whose', () => {
    const identity = {
      name: 'demo',
      namespace: 'team-a',
      uid: 'u1',
      resourceVersion: '7',
      generation: 3,
      creationTimestamp: '2026-01-01T00:00:00Z',
      deletionTimestamp: '2026-01-02T00:00:00Z',
      labels: { 'crossplane.io/composite': 'demo' },
      finalizers: ['finalizer.managedresource.crossplane.io'],
      ownerReferences: [
        {
          apiVersion: 'mlops.example.com/v1alpha1',
          kind: 'MLflowEnvironment',
          name: 'demo',
          uid: 'u0',
          controller: true,
        },
      ],
    };
    expect(projectObject({ metadata: identity }, bucketType)).toEqual({
      apiVersion: 's3.aws.m.upbound.io/v1beta1',
      kind: 'Bucket',
      metadata: identity,
    });
  });

  it('keeps the annotations that say something, and no last-applied configuration', () => {
    const kept = {
      'crossplane.io/composition-resource-name': 'artifact-bucket',
      'crossplane.io/external-name': 'mlflow-demo',
      'crossplane.io/paused': 'true',
      'mlops.example.com/claim-path': 'environments/team-a/demo.yaml',
      'argocd.argoproj.io/tracking-id': 'mlflow:mlops.example.com/...',
    };
    expect(
      projectObject(
        {
          metadata: {
            ...metadata,
            managedFields: [{ manager: 'kubectl' }],
            annotations: {
              ...kept,
              'kubectl.kubernetes.io/last-applied-configuration': '{}',
            },
          },
        },
        bucketType,
      )?.metadata,
    ).toEqual({ ...metadata, annotations: kept });
  });

  it('keeps what an environment asked for, what Crossplane made of it, and its status', () => {
    const kept = {
      spec: {
        parameters: { environmentID: 'demo', stage: 'dev' },
        crossplane: {
          compositionRef: { name: 'mlflow-environments' },
          compositionRevisionRef: { name: 'mlflow-environments-1234567' },
          compositionUpdatePolicy: 'Automatic',
          resourceRefs: [
            { apiVersion: 'v1', kind: 'Secret', name: 'demo-mlflow-config' },
          ],
        },
      },
      status: {
        trackingUri: 'http://mlflow-demo.team-a.svc:5000',
        database: { projectId: 'p1', clusterState: 'IDLE' },
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            reason: 'Available',
            lastTransitionTime: '2026-01-01T00:00:00Z',
            observedGeneration: 3,
          },
        ],
      },
    };
    expect(
      projectObject(
        {
          metadata,
          spec: kept.spec,
          status: { ...kept.status, debug: 'x'.repeat(5_000) },
        },
        environmentType,
      ),
    ).toMatchObject(kept);
  });

  it('tells an environment that consists of nothing from one that does not say', () => {
    const projected = (crossplane: object) =>
      projectObject({ metadata, spec: { crossplane } }, environmentType)?.spec
        ?.crossplane;
    const compositionRef = { name: 'mlflow-environments' };
    expect(projected({ compositionRef, resourceRefs: [] })).toEqual({
      compositionRef,
      resourceRefs: [],
    });
    expect(projected({ compositionRef })).toEqual({ compositionRef });
  });

  it('drops a status field that is too large to be for people', () => {
    expect(
      projectObject(
        {
          metadata,
          spec: { parameters: {} },
          status: { small: 1, bulk: 'x'.repeat(5_000) },
        },
        environmentType,
      )?.status,
    ).toEqual({ small: 1 });
  });

  it('keeps of a managed resource where it is, what is done to it and how it is called outside', () => {
    expect(
      projectObject(
        {
          metadata,
          spec: {
            managementPolicies: ['Observe', 'Create'],
            providerConfigRef: { kind: 'ClusterProviderConfig', name: 'aws' },
            writeConnectionSecretToRef: { name: 'hidden' },
            initProvider: { region: 'eu-west-1' },
            forProvider: {
              region: 'us-east-1',
              tags: { owner: 'team-a' },
              assumeRolePolicy: '{"Statement":[]}',
            },
          },
          status: {
            atProvider: {
              id: 'b',
              arn: 'arn:aws:s3:::b',
              connectionStrings: { standardSrv: 'mongodb+srv://x' },
            },
          },
        },
        bucketType,
      ),
    ).toMatchObject({
      spec: {
        managementPolicies: ['Observe', 'Create'],
        providerConfigRef: { kind: 'ClusterProviderConfig', name: 'aws' },
        forProvider: { region: 'us-east-1', tags: { owner: 'team-a' } },
      },
      status: { atProvider: { id: 'b', arn: 'arn:aws:s3:::b' } },
    });
  });

  it('still shows that a resource is a managed one when nothing of its parameters is kept', () => {
    expect(
      projectObject(
        { metadata, spec: { forProvider: { bucketRef: { name: 'b' } } } },
        bucketType,
      )?.spec,
    ).toEqual({ forProvider: {} });
  });

  it('keeps the replicas of a Deployment, and not its pods', () => {
    expect(
      projectObject(
        {
          metadata,
          spec: {
            replicas: 2,
            template: { spec: { containers: [{ env: [{ value: 'x' }] }] } },
          },
          status: { observedGeneration: 1, replicas: 2, readyReplicas: 1 },
        },
        typeOf('apps/v1', 'Deployment'),
      ),
    ).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: { replicas: 2 },
      status: { observedGeneration: 1, replicas: 2, readyReplicas: 1 },
    });
  });

  it('keeps nothing of the content of a ConfigMap, and nothing at all of a Secret', () => {
    const raw = { metadata, data: { password: 'hunter2' }, stringData: {} };
    expect(projectObject(raw, typeOf('v1', 'ConfigMap'))).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
    });
    expect(projectObject(raw, typeOf('v1', 'Secret'))).toBeUndefined();
  });

  it('cuts endless messages', () => {
    const message = projectObject(
      {
        metadata,
        status: {
          conditions: [
            { type: 'Synced', status: 'False', message: 'x'.repeat(100_000) },
          ],
        },
      },
      bucketType,
    )?.status?.conditions?.[0].message;
    expect(message).toMatch(/^x+…$/);
    expect(message?.length).toBeLessThan(2_100);
  });

  it.each([
    ['nothing', undefined],
    ['text', 'oops'],
    ['a list', []],
    ['an object without metadata', { spec: {} }],
    ['metadata of the wrong type', { metadata: 'oops' }],
    ['no uid', { metadata: { name: 'demo' } }],
    ['an empty name', { metadata: { name: '', uid: 'u1' } }],
    ['a name of the wrong type', { metadata: { name: 5, uid: 'u1' } }],
  ])('makes nothing of %s', (_, raw) => {
    expect(projectObject(raw, bucketType)).toBeUndefined();
  });

  it('leaves out what is of the wrong type and keeps the rest', () => {
    expect(
      projectObject(
        {
          metadata: {
            ...metadata,
            labels: { good: 'yes', bad: 7 },
            annotations: 'oops',
            ownerReferences: [null, { uid: 'u0' }],
            finalizers: [1],
          },
          spec: null,
          status: {
            conditions: [
              null,
              { type: 'Ready' },
              { type: 'Synced', status: 'True', reason: 5 },
            ],
          },
        },
        bucketType,
      ),
    ).toEqual({
      apiVersion: 's3.aws.m.upbound.io/v1beta1',
      kind: 'Bucket',
      metadata: { ...metadata, labels: { good: 'yes' } },
      status: { conditions: [{ type: 'Synced', status: 'True' }] },
    });
  });

  it('never throws, whatever the API sends', () => {
    fc.assert(
      fc.property(
        fc.record({
          metadata: fc.record({
            name: fc.constant('demo'),
            uid: fc.constant('u1'),
            labels: fc.jsonValue(),
            annotations: fc.jsonValue(),
            ownerReferences: fc.jsonValue(),
          }),
          spec: fc.oneof(
            fc.jsonValue(),
            fc.record({ crossplane: fc.jsonValue() }),
            fc.record({ forProvider: fc.jsonValue() }),
          ),
          status: fc.oneof(
            fc.jsonValue(),
            fc.record({ conditions: fc.array(fc.jsonValue()) }),
          ),
        }),
        raw => {
          expect(projectObject(raw, bucketType)?.metadata.uid).toBe('u1');
        },
      ),
    );
  });

  const recordings = readRecordings();
  (recordings.length ? describe : describe.skip)(
    `of a recorded environment${recordingsNote}`,
    () => {
      const objects = recordings.flatMap(recording => recording.objects);

      it('keeps the conditions and references, and nothing secret', () => {
        for (const raw of objects) {
          const projected = projectObject(
            raw,
            typeOf(raw.apiVersion, raw.kind),
          );
          expect(JSON.stringify(projected) ?? '').not.toMatch(
            /last-applied|managedFields|MONGO_URI/,
          );
          expect(projected === undefined).toBe(raw.kind === 'Secret');
          expect(stripped(projected)).toEqual(
            raw.kind === 'Secret' ? undefined : stripped(raw),
          );
        }
      });
    },
  );
});

/** The types of the conditions, and what is referred to. */
function stripped(object: RecordedObject | ReturnType<typeof projectObject>) {
  const { spec, status }: Pick<RecordedObject, 'spec' | 'status'> = {
    ...object,
  };
  return (
    object && {
      conditions: status?.conditions?.map(c => [c.type, c.status, c.reason]),
      references: spec?.crossplane?.resourceRefs,
    }
  );
}

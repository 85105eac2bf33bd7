import { resourceEntityV1alpha1Validator } from '@backstage/catalog-model';

import fc from 'fast-check';
import { saysTheSame, toEnvironmentEntity } from './environmentEntity';
import { anEnvironment } from './testing';

const claim = {
  repository: 'http://git.example.com/claims.git',
  path: 'environments/team-a/churn.yaml',
  url: 'http://git.example.com/claims/blob/main/environments/team-a/churn.yaml',
};

describe('toEnvironmentEntity', () => {
  it('is a Resource of type mlflow-environment in the namespace of the cluster', () => {
    expect(toEnvironmentEntity(anEnvironment('churn'))).toMatchObject({
      kind: 'Resource',
      metadata: { namespace: 'team-a', name: 'churn' },
      spec: { type: 'mlflow-environment', owner: 'group:default/team-a' },
    });
  });

  it('takes the name from the entity ref, which carries the cluster outside the default one', () => {
    const entity = toEnvironmentEntity(
      anEnvironment('churn', { cluster: 'eu-west' }),
    );
    expect(entity.metadata.name).toBe('churn.eu-west');
    expect(entity.metadata.annotations).toMatchObject({
      'mlops.example.com/environment': 'eu-west/team-a/churn',
      'backstage.io/kubernetes-cluster': 'eu-west',
    });
  });

  it('leads to the claim in Git when the claim says where it is', () => {
    expect(
      toEnvironmentEntity(anEnvironment('churn', { claim })).metadata
        .annotations,
    ).toMatchObject({
      'backstage.io/source-location': `url:${claim.url}`,
      'backstage.io/managed-by-location': `url:${claim.url}`,
      'backstage.io/view-url': claim.url,
    });
  });

  it('has no source location when the claim does not say where it is', () => {
    const { annotations } = toEnvironmentEntity(
      anEnvironment('churn'),
    ).metadata;
    expect(annotations).not.toHaveProperty(['backstage.io/source-location']);
    expect(annotations).toMatchObject({
      'backstage.io/managed-by-location':
        'mlflow-environments:sandbox/team-a/churn',
    });
  });

  it('lets the kubernetes plugin find the pods of this environment alone', () => {
    expect(
      toEnvironmentEntity(anEnvironment('churn')).metadata.annotations,
    ).toMatchObject({
      'backstage.io/kubernetes-namespace': 'team-a',
      'backstage.io/kubernetes-label-selector': 'mlflow-environment=churn',
    });
  });

  it('keeps the links that last and leaves out those of the moment', () => {
    const links = [
      { title: 'MLflow', url: 'https://churn.example.com', type: 'mlflow' },
      { title: 'Commit', url: 'https://git.example.com/1', type: 'commit' },
    ] as const;
    expect(
      toEnvironmentEntity(anEnvironment('churn', { links: [...links] }))
        .metadata.links,
    ).toEqual([{ title: 'MLflow', url: 'https://churn.example.com' }]);
  });

  it('does not change with health, cost or version', () => {
    expect(
      toEnvironmentEntity(
        anEnvironment('churn', {
          version: 99,
          health: { status: 'Failed', progress: { ready: 3, total: 16 } },
        }),
      ),
    ).toEqual(toEnvironmentEntity(anEnvironment('churn')));
  });

  it('tells since when the cluster is out of reach, once that is no passing thing', () => {
    const churn = anEnvironment('churn', {
      stale: { since: '2026-11-24T09:00:00Z', reason: 'connection refused' },
    });
    const annotationsAt = (time: string) =>
      toEnvironmentEntity(churn, new Date(time)).metadata.annotations;
    expect(annotationsAt('2026-11-24T09:04:00Z')).not.toHaveProperty([
      'mlops.example.com/stale-since',
    ]);
    expect(annotationsAt('2026-11-24T09:06:00Z')).toMatchObject({
      'mlops.example.com/stale-since': '2026-11-24T09:00:00Z',
    });
  });

  it('satisfies the catalog whatever stands in the parameters', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.anything(),
        fc.string(),
        fc.anything(),
        async (a, b, c) => {
          const entity = toEnvironmentEntity(
            anEnvironment('churn', {
              parameters: { stage: a, region: b, database: c },
            }),
          );
          expect(await resourceEntityV1alpha1Validator.check(entity)).toBe(
            true,
          );
          for (const tag of entity.metadata.tags ?? []) {
            expect(tag).toMatch(/^[a-z0-9:+#]+(-[a-z0-9:+#]+)*$/);
            expect(tag.length).toBeLessThanOrEqual(63);
          }
        },
      ),
    );
  });
});

describe('saysTheSame', () => {
  const entity = toEnvironmentEntity(anEnvironment('churn', { claim }));

  it('overlooks what the catalog adds', () => {
    const stored = {
      ...entity,
      metadata: {
        ...entity.metadata,
        uid: '1',
        etag: '2',
        annotations: { ...entity.metadata.annotations, 'other/note': 'x' },
      },
      relations: [{ type: 'ownedBy', targetRef: 'group:default/team-a' }],
    };
    expect(saysTheSame(stored, entity)).toBe(true);
  });

  it.each([
    ['owner', { owner: 'group:default/team-b' }],
    ['region', { parameters: { region: 'eu-west-1', stage: 'dev' } }],
    ['claim', { claim: undefined }],
  ])('notices a changed %s', (_, change) => {
    expect(
      saysTheSame(
        entity,
        toEnvironmentEntity(anEnvironment('churn', { claim, ...change })),
      ),
    ).toBe(false);
  });

  it('notices that the cluster is within reach again', () => {
    const stale = toEnvironmentEntity(
      anEnvironment('churn', {
        claim,
        stale: { since: '2026-11-24T09:00:00Z', reason: 'down' },
      }),
    );
    expect(saysTheSame(stale, entity)).toBe(false);
  });
});

import { Entity } from '@backstage/catalog-model';
import { Coverage } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import fc from 'fast-check';
import { toEnvironmentEntity } from './environmentEntity';
import { reconcile } from './reconcile';
import { anEnvironment } from './testing';

const entity = (name: string, cluster = 'sandbox', region = 'us-east-1') =>
  toEnvironmentEntity(anEnvironment(name, { cluster, parameters: { region } }));

const clusters = (
  state: Record<string, 'synced' | 'unreadable'>,
): Coverage => ({
  clusters: Object.keys(state),
  readInFull: Object.keys(state).filter(c => state[c] === 'synced'),
  allClusters: true,
});

describe('reconcile', () => {
  it('adds what the catalog lacks and leaves what it has', () => {
    expect(
      reconcile(
        [entity('churn')],
        [entity('churn'), entity('forecast')],
        clusters({ sandbox: 'synced' }),
      ),
    ).toEqual({ added: [entity('forecast')], removed: [] });
  });

  it('updates an entity that says something else', () => {
    const changed = entity('churn', 'sandbox', 'eu-west-1');
    expect(
      reconcile([entity('churn')], [changed], clusters({ sandbox: 'synced' })),
    ).toEqual({ added: [changed], removed: [] });
  });

  it('removes what a cluster that was read completely does not have', () => {
    expect(
      reconcile([entity('churn')], [], clusters({ sandbox: 'synced' })).removed,
    ).toEqual([{ entityRef: 'resource:team-a/churn' }]);
  });

  it('keeps the entity when its cluster cannot be read', () => {
    expect(
      reconcile([entity('churn')], [], clusters({ sandbox: 'unreadable' }))
        .removed,
    ).toEqual([]);
  });

  it('removes from one cluster while another cannot be read', () => {
    expect(
      reconcile(
        [entity('churn'), entity('churn', 'eu-west')],
        [],
        clusters({ sandbox: 'unreadable', 'eu-west': 'synced' }),
      ).removed,
    ).toEqual([{ entityRef: 'resource:team-a/churn.eu-west' }]);
  });

  it('removes the entities of a cluster that is configured no more', () => {
    expect(
      reconcile(
        [entity('churn', 'old')],
        [],
        clusters({ sandbox: 'unreadable' }),
      ).removed,
    ).toEqual([{ entityRef: 'resource:team-a/churn.old' }]);
  });

  it('keeps the entities of a cluster that may not be known yet', () => {
    expect(
      reconcile([entity('churn', 'late')], [], {
        ...clusters({ sandbox: 'synced' }),
        allClusters: false,
      }).removed,
    ).toEqual([]);
  });

  it('keeps an entity of the same type that is not ours', () => {
    const foreign: Entity = { ...entity('churn') };
    foreign.metadata = { ...foreign.metadata, annotations: {} };
    expect(
      reconcile([foreign], [], clusters({ sandbox: 'synced' })).removed,
    ).toEqual([]);
  });

  it('never removes what exists, and ends where a second comparison finds nothing to do', () => {
    const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'));
    const regions = fc.constantFrom('us-east-1', 'eu-west-1');
    fc.assert(
      fc.property(
        names,
        names,
        regions,
        fc.constantFrom('synced' as const, 'unreadable' as const),
        (before, now, region, state) => {
          const overview = clusters({ sandbox: state });
          const existing = before.map(name => entity(name));
          const wanted = now.map(name => entity(name, 'sandbox', region));
          const { added, removed } = reconcile(existing, wanted, overview);

          const after = new Map<string, Entity>(
            existing.map(e => [e.metadata.name, e]),
          );
          removed.forEach(({ entityRef }) =>
            after.delete(entityRef.split('/')[1]),
          );
          added.forEach(e => after.set(e.metadata.name, e));

          expect([...after.keys()]).toEqual(expect.arrayContaining(now));
          expect(reconcile([...after.values()], wanted, overview)).toEqual({
            added: [],
            removed: [],
          });
        },
      ),
    );
  });
});

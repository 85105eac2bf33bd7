import fc from 'fast-check';
import { EnvironmentTable } from './EnvironmentTable';
import { toView } from './EnvironmentView';

function aView(name: string, version: number) {
  return toView({
    ref: { cluster: 'one', namespace: 'team-a', name },
    uid: name,
    version,
    entityRef: `resource:team-a/${name}`,
    owner: `group:default/team-${version % 3}`,
    parameters: { environmentID: name, stage: ['dev', 'prod'][version % 2] },
    health: {
      status: 'Healthy',
      since: `2026-11-24T09:00:0${version % 10}Z`,
      progress: { ready: 1, total: 1 },
    },
    links: [],
    resources: [],
    conditions: [],
  });
}

const someName = fc.constantFrom('ads', 'churn', 'fraud', 'search');
const someStep = fc.record({
  name: someName,
  version: fc.option(fc.nat(20), { nil: undefined }),
});

describe('EnvironmentTable', () => {
  it('holds what was put last and not removed since, by name, with columns that say what the views say', () => {
    fc.assert(
      fc.property(fc.array(someStep), steps => {
        const table = new EnvironmentTable();
        const model = new Map<string, ReturnType<typeof aView>>();
        for (const { name, version } of steps) {
          if (version === undefined) {
            model.delete(name);
            table.remove({ cluster: 'one', namespace: 'team-a', name });
          } else {
            const view = aView(name, version);
            model.set(name, view);
            table.put(view);
          }
        }

        expect(table.views.map(({ detail }) => detail.ref.name)).toEqual(
          [...model.keys()].sort(),
        );
        for (const view of model.values()) {
          expect(table.get(view.detail.ref)).toBe(view);
          const row = table.placeOf(view.detail.ref);
          const { traits } = table;
          expect({
            view: table.views[row],
            namespace: traits.namespace.textOf(row),
            cluster: traits.cluster.textOf(row),
            status: traits.status.textOf(row),
            stage: traits.stage.textOf(row),
            owner: traits.owner.textOf(row),
            since: table.since[row],
          }).toEqual({
            view,
            ...view.facts,
            since: Date.parse(view.detail.health.since ?? ''),
          });
        }
      }),
    );
  });

  it('has nothing of what it never held', () => {
    const table = new EnvironmentTable();
    const ref = { cluster: 'one', namespace: 'team-a', name: 'churn' };
    table.remove(ref);
    expect(table.get(ref)).toBeUndefined();
    expect(table.placeOf(ref)).toBe(-0.5);
  });
});

import fc from 'fast-check';
import { InputError } from '@backstage/errors';
import { EnvironmentStatus } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { encodeCursor } from './cursor';
import { EnvironmentTable } from './EnvironmentTable';
import { EnvironmentView, toView } from './EnvironmentView';
import { EnvironmentQuery, queryEnvironments as queryTable } from './query';

function aView(
  name: string,
  options: {
    namespace?: string;
    cluster?: string;
    owner?: string;
    stage?: string;
    status?: EnvironmentStatus;
    since?: string;
  } = {},
): EnvironmentView {
  const { namespace = 'team-a', cluster = 'one' } = options;
  return toView({
    ref: { cluster, namespace, name },
    uid: `${cluster}/${namespace}/${name}`,
    version: 1,
    entityRef: `resource:${namespace}/${name}`,
    owner: options.owner ?? 'group:default/team-a',
    parameters: { environmentID: name, stage: options.stage },
    health: {
      status: options.status ?? 'Healthy',
      since: options.since,
      progress: { ready: 1, total: 1 },
    },
    links: [],
    resources: [],
    conditions: [],
  });
}

function tableOf(views: EnvironmentView[]): EnvironmentTable {
  const table = new EnvironmentTable();
  views.forEach(view => table.put(view));
  return table;
}

function query(overrides: Partial<EnvironmentQuery> = {}): EnvironmentQuery {
  return {
    filters: {},
    order: { field: 'name', direction: 'asc' },
    limit: 50,
    ...overrides,
  };
}

const queryReadable = (
  views: EnvironmentView[],
  asked: EnvironmentQuery,
  mayRead: Parameters<typeof queryTable>[2],
) => queryTable(tableOf(views), asked, mayRead);

/** For somebody who may read everything. */
const queryEnvironments = (views: EnvironmentView[], asked: EnvironmentQuery) =>
  queryReadable(views, asked, () => true);

const names = (
  views: EnvironmentView[],
  overrides: Partial<EnvironmentQuery> = {},
) => queryEnvironments(views, query(overrides)).items.map(i => i.ref.name);

describe('queryEnvironments', () => {
  const views = [
    aView('churn', { status: 'Failed', since: '2026-11-24T09:00:00Z' }),
    aView('fraud', {
      stage: 'prod',
      namespace: 'team-b',
      owner: 'user:default/bob',
    }),
    aView('ads', { stage: 'prod', since: '2026-11-24T08:00:00Z' }),
  ];

  it('lists, counts and facets only what may be read', () => {
    const { items, totalItems, facets } = queryReadable(
      views,
      query({ filters: { status: ['Failed'] } }),
      ({ stage }) => stage === 'prod',
    );
    expect({ items, totalItems }).toEqual({ items: [], totalItems: 0 });
    expect(facets.status).toEqual([{ value: 'Healthy', count: 2 }]);
    expect(facets.stage).toEqual([]);
  });

  it('orders by any field, either way, and by name among equals', () => {
    expect(names(views)).toEqual(['ads', 'churn', 'fraud']);
    expect(
      names(views, { order: { field: 'name', direction: 'desc' } }),
    ).toEqual(['fraud', 'churn', 'ads']);
    expect(
      names(views, { order: { field: 'stage', direction: 'desc' } }),
    ).toEqual(['ads', 'fraud', 'churn']);
    expect(
      names(views, { order: { field: 'since', direction: 'asc' } }),
    ).toEqual(['fraud', 'ads', 'churn']);
  });

  it('finds every word in name, namespace or owner, in any case', () => {
    expect(names(views, { text: 'TEAM-B fr' })).toEqual(['fraud']);
    expect(names(views, { text: 'bob' })).toEqual(['fraud']);
    expect(names(views, { text: 'churn bob' })).toEqual([]);
  });

  it('takes one of the values of each filter', () => {
    expect(
      names(views, { filters: { stage: ['prod'], namespace: ['team-a'] } }),
    ).toEqual(['ads']);
    expect(
      names(views, { filters: { status: ['Failed', 'Healthy'] } }),
    ).toHaveLength(3);
    expect(names(views, { filters: { status: [] } })).toHaveLength(3);
  });

  it('counts for each facet what its own filter would leave', () => {
    const { facets, totalItems } = queryEnvironments(
      views,
      query({ filters: { stage: ['prod'] } }),
    );
    expect(totalItems).toBe(2);
    expect(facets.stage).toEqual([
      { value: 'dev', count: 1 },
      { value: 'prod', count: 2 },
    ]);
    expect(facets.status).toEqual([{ value: 'Healthy', count: 2 }]);
  });

  it('goes through all pages without repeating or skipping, whatever the order', () => {
    const someView = fc
      .record({
        name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        namespace: fc.constantFrom('n', 'm'),
        cluster: fc.constantFrom('one', 'two'),
        stage: fc.constantFrom('dev', 'prod'),
      })
      .map(({ name, ...options }) => aView(name, options));
    fc.assert(
      fc.property(
        fc.uniqueArray(someView, { selector: ({ detail }) => detail.uid }),
        fc.constantFrom<'name' | 'stage' | 'since'>('name', 'stage', 'since'),
        fc.constantFrom<'asc' | 'desc'>('asc', 'desc'),
        fc.integer({ min: 1, max: 4 }),
        (some, field, direction, limit) => {
          const seen: string[] = [];
          let cursor: string | undefined;
          do {
            const page = queryEnvironments(
              some,
              query({ order: { field, direction }, limit, cursor }),
            );
            seen.push(...page.items.map(({ uid }) => uid));
            cursor = page.pageInfo.nextCursor;
          } while (cursor);
          expect([...seen].sort()).toEqual(
            some.map(({ detail }) => detail.uid).sort(),
          );
        },
      ),
    );
  });

  it('goes on where it was after the last environment of a page went', () => {
    const { pageInfo } = queryEnvironments(views, query({ limit: 1 }));
    const [, churn, ads] = [views[1], views[0], views[2]];
    expect(ads.detail.ref.name).toBe('ads');
    expect(
      names([churn, views[1]], { limit: 1, cursor: pageInfo.nextCursor }),
    ).toEqual(['churn']);
  });

  it('refuses a cursor that is none, and one of another order', () => {
    const { pageInfo } = queryEnvironments(views, query({ limit: 1 }));
    const { nextCursor: cursor } = pageInfo;
    expect(() =>
      queryEnvironments(
        views,
        query({ cursor, order: { field: 'owner', direction: 'asc' } }),
      ),
    ).toThrow(InputError);
    const byTimeAsText = encodeCursor({
      field: 'since',
      direction: 'asc',
      key: ['2026-11-24T09:00:00Z', 'churn', 'team-a', 'one'],
    });
    expect(() =>
      queryEnvironments(
        views,
        query({
          cursor: byTimeAsText,
          order: { field: 'since', direction: 'asc' },
        }),
      ),
    ).toThrow(InputError);
    fc.assert(
      fc.property(fc.string(), text => {
        fc.pre(text !== '');
        expect(() => queryEnvironments(views, query({ cursor: text }))).toThrow(
          InputError,
        );
      }),
    );
  });
});

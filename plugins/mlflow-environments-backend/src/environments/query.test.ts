import fc from 'fast-check';
import { InputError } from '@backstage/errors';
import { EnvironmentStatus } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { EnvironmentGrant } from '../permissions/EnvironmentGrant';
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
  grant: EnvironmentGrant,
) => queryTable(tableOf(views), asked, grant);

/** For somebody who may read everything. */
const queryEnvironments = (views: EnvironmentView[], asked: EnvironmentQuery) =>
  queryReadable(views, asked, EnvironmentGrant.ALL);

const names = (
  views: EnvironmentView[],
  overrides: Partial<EnvironmentQuery> = {},
) => queryEnvironments(views, query(overrides)).items.map(i => i.ref.name);

type Order = EnvironmentQuery['order'];
type Filters = EnvironmentQuery['filters'];

const someViews = fc.uniqueArray(
  fc
    .record({
      name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      namespace: fc.constantFrom('n', 'm'),
      cluster: fc.constantFrom('one', 'two'),
      stage: fc.constantFrom('dev', 'prod'),
      owner: fc.constantFrom('group:default/x', 'group:default/y'),
      status: fc.constantFrom<EnvironmentStatus>('Healthy', 'Failed'),
      since: fc.constantFrom('2026-11-24T09:00:00Z', undefined),
    })
    .map(({ name, ...options }) => aView(name, options)),
  { selector: ({ detail }) => detail.uid },
);
const someOrder: fc.Arbitrary<Order> = fc.record({
  field: fc.constantFrom<Order['field']>(
    'name',
    'namespace',
    'cluster',
    'status',
    'stage',
    'owner',
    'since',
  ),
  direction: fc.constantFrom('asc', 'desc'),
});
const someQuestion = fc.record(
  {
    order: someOrder,
    limit: fc.integer({ min: 1, max: 4 }),
    filters: fc.record(
      {
        stage: fc.subarray(['dev', 'prod', 'staging']),
        namespace: fc.subarray(['n', 'm']),
        cluster: fc.subarray(['one']),
      },
      { requiredKeys: [] },
    ),
    text: fc.constantFrom('b', 'group:default/x', undefined),
    grant: fc.constantFrom(
      EnvironmentGrant.ALL,
      EnvironmentGrant.NONE,
      new EnvironmentGrant({
        anyOf: [
          { fact: 'owner', values: ['group:default/x'] },
          { not: { fact: 'cluster', values: ['one'] } },
        ],
      }),
    ),
  },
  { requiredKeys: ['order', 'limit', 'filters', 'grant'] },
);

function inOrder({ field, direction }: Order) {
  const sign = direction === 'desc' ? -1 : 1;
  return (a: EnvironmentView, b: EnvironmentView) =>
    sign * compare(keyOf(a, field), keyOf(b, field)) ||
    compare(keyOf(a, 'name'), keyOf(b, 'name'));
}

function keyOf({ detail, facts }: EnvironmentView, field: Order['field']) {
  const { name, namespace, cluster } = detail.ref;
  const since = detail.health.since ?? '';
  return { ...facts, since, name: [name, namespace, cluster].join() }[field];
}

function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}

function refusalsOf({ facts }: EnvironmentView, filters: Filters): number {
  return Object.entries(filters).filter(
    ([facet, values]) =>
      values.length > 0 && !values.includes(facts[facet as keyof Filters]),
  ).length;
}

function facetOf(
  facet: keyof Filters,
  views: EnvironmentView[],
  { [facet]: _, ...others }: Filters,
) {
  const values = views
    .filter(view => refusalsOf(view, others) === 0)
    .map(({ facts }) => facts[facet]);
  return [...new Set(values)]
    .sort()
    .map(value => ({ value, count: values.filter(v => v === value).length }));
}

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
      new EnvironmentGrant({ fact: 'stage', values: ['prod'] }),
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

  it('lists, counts and orders as one that looks at one environment after another, page by page', () => {
    fc.assert(
      fc.property(someViews, someQuestion, (some, question) => {
        const { order, filters, text, grant } = question;
        const seen: string[] = [];
        let answer: ReturnType<typeof queryTable>;
        let cursor: string | undefined;
        do {
          answer = queryReadable(some, query({ ...question, cursor }), grant);
          seen.push(...answer.items.map(({ uid }) => uid));
          cursor = answer.pageInfo.nextCursor;
        } while (cursor);

        const readable = some.filter(
          view =>
            grant.includes(view.facts) && view.searchText.includes(text ?? ''),
        );
        const expected = readable.filter(
          view => refusalsOf(view, filters) === 0,
        );
        expect(seen).toEqual(
          expected.sort(inOrder(order)).map(({ detail }) => detail.uid),
        );
        expect(answer.totalItems).toBe(expected.length);
        expect(answer.facets).toEqual({
          status: facetOf('status', readable, filters),
          cluster: facetOf('cluster', readable, filters),
          namespace: facetOf('namespace', readable, filters),
          stage: facetOf('stage', readable, filters),
          owner: facetOf('owner', readable, filters),
        });
      }),
    );
  });

  it('goes on at the same place when environments come and go between two pages', () => {
    fc.assert(
      fc.property(someViews, someViews, someOrder, (before, after, order) => {
        const asked = query({ order, limit: 1 });
        const { items, pageInfo } = queryEnvironments(before, asked);
        fc.pre(pageInfo.nextCursor !== undefined);
        const [last] = before.filter(
          ({ detail }) => detail.uid === items[0].uid,
        );
        const next = queryEnvironments(after, {
          ...asked,
          cursor: pageInfo.nextCursor,
        });
        const [expected] = after
          .filter(view => inOrder(order)(view, last) > 0)
          .sort(inOrder(order));
        expect(next.items[0]?.uid).toBe(expected?.detail.uid);
      }),
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

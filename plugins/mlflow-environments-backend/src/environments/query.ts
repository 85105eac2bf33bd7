import {
  EnvironmentList,
  Facets,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { EnvironmentGrant } from '../permissions/EnvironmentGrant';
import { EnvironmentTable } from './EnvironmentTable';
import { Order, Page } from './Page';
import { TextCounter } from './TextColumn';

type FacetName = keyof Facets;
type RowTest = (row: number) => boolean;

/** What part of the environments to list. */
export interface EnvironmentQuery {
  text?: string;
  filters: Partial<Record<FacetName, string[]>>;
  order: Order;
  limit: number;
  cursor?: string;
}

const FACETS: FacetName[] = [
  'status',
  'cluster',
  'namespace',
  'stage',
  'owner',
];

/**
 * Lists, counts and facets of those environments that may be read. A facet counts what its own filter would leave: choosing a
 * value doesn't make the others vanish.
 *
 * A page of ten thousand environments must not block the event loop for much longer than one of a hundred. Each is looked at
 * once, without making anything for those that are not on the page, and only the page is kept in order.
 */
export function queryEnvironments(
  table: EnvironmentTable,
  query: EnvironmentQuery,
  grant: EnvironmentGrant,
): Omit<EnvironmentList, 'coverage'> {
  const filters = readFilters(table, query.filters);
  const mayRead = grant.testOf(({ fact, values }) =>
    table.traits[fact].hasOneOf(values),
  );
  const hasWords = wordsTest(table, query.text);
  const counters = countersOf(table);
  const allCounters = Object.values(counters);
  const page = new Page(table, query);
  let totalItems = 0;
  for (let row = 0; row < table.size; row += 1) {
    const refusals = refusalsOf(row, filters);
    if (refusals > 1 || !mayRead(row) || !hasWords(row)) {
      continue;
    }
    if (refusals === 0) {
      totalItems += 1;
      for (const counter of allCounters) {
        counter.add(row);
      }
      page.offer(row);
    } else {
      const refusing = filters.find(({ holds }) => !holds(row))!;
      counters[refusing.facet].add(row);
    }
  }
  const { items, nextCursor } = page.read();
  return {
    items: items.map(({ summary }) => summary),
    totalItems,
    pageInfo: nextCursor ? { nextCursor } : {},
    facets: {
      status: counters.status.read(),
      cluster: counters.cluster.read(),
      namespace: counters.namespace.read(),
      stage: counters.stage.read(),
      owner: counters.owner.read(),
    },
  };
}

function countersOf({
  traits,
}: EnvironmentTable): Record<FacetName, TextCounter> {
  return {
    status: traits.status.counter(),
    cluster: traits.cluster.counter(),
    namespace: traits.namespace.counter(),
    stage: traits.stage.counter(),
    owner: traits.owner.counter(),
  };
}

interface Filter {
  facet: FacetName;
  holds: RowTest;
}

/** A filter without values takes everything. */
function readFilters(
  { traits }: EnvironmentTable,
  filters: EnvironmentQuery['filters'],
): Filter[] {
  return FACETS.flatMap(facet => {
    const values = filters[facet] ?? [];
    return values.length > 0
      ? [{ facet, holds: traits[facet].hasOneOf(values) }]
      : [];
  });
}

/** How many filters refuse an environment. */
function refusalsOf(row: number, filters: Filter[]): number {
  let refusals = 0;
  for (const { holds } of filters) {
    if (!holds(row)) {
      refusals += 1;
    }
  }
  return refusals;
}

/** Whether a row has all the words that are searched for. */
function wordsTest({ views }: EnvironmentTable, text = ''): RowTest {
  const words = text.toLocaleLowerCase('en-US').split(/\s+/).filter(Boolean);
  return words.length === 0
    ? () => true
    : row => words.every(word => views[row].searchText.includes(word));
}

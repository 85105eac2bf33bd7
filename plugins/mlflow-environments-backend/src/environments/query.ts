import {
  EnvironmentList,
  Facet,
  Facets,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { EnvironmentPredicate } from '../permissions/predicate';
import { EnvironmentTable } from './EnvironmentTable';
import { compareValues, Order, Page } from './Page';

type FacetName = keyof Facets;

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

/** How many environments have each value of a column. */
class Counter {
  private readonly facets = new Map<string, Facet>();
  private last?: Facet;

  constructor(private readonly column: readonly string[]) {}

  add(row: number): void {
    const value = this.column[row];
    // Neighbours are often alike, and need no looking up.
    if (this.last?.value !== value) {
      this.last = this.facetOf(value);
    }
    this.last.count += 1;
  }

  read(): Facet[] {
    return [...this.facets.values()].sort((a, b) =>
      compareValues(a.value, b.value),
    );
  }

  private facetOf(value: string): Facet {
    let facet = this.facets.get(value);
    if (!facet) {
      facet = { value, count: 0 };
      this.facets.set(value, facet);
    }
    return facet;
  }
}

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
  mayRead: EnvironmentPredicate,
): Omit<EnvironmentList, 'coverage'> {
  const { columns, size } = table;
  const words = wordsOf(query.text);
  const filters = readFilters(table, query.filters);
  const counters: Record<FacetName, Counter> = {
    status: new Counter(columns.status),
    cluster: new Counter(columns.cluster),
    namespace: new Counter(columns.namespace),
    stage: new Counter(columns.stage),
    owner: new Counter(columns.owner),
  };
  const allCounters = Object.values(counters);
  const page = new Page(table, query);
  // One for all rows: what decides may look at it, and keeps nothing.
  const facts = { cluster: '', namespace: '', stage: '', owner: '' };
  let totalItems = 0;
  for (let row = 0; row < size; row += 1) {
    const refusals = refusalsOf(row, filters);
    if (refusals > 1) {
      continue;
    }
    facts.cluster = columns.cluster[row];
    facts.namespace = columns.namespace[row];
    facts.stage = columns.stage[row];
    facts.owner = columns.owner[row];
    if (
      !mayRead(facts) ||
      (words.length > 0 && !hasWords(columns.view[row].searchText, words))
    ) {
      continue;
    }
    if (refusals === 0) {
      totalItems += 1;
      for (const counter of allCounters) {
        counter.add(row);
      }
      page.offer(row);
    } else {
      filters
        .filter(filter => refuses(filter, row))
        .forEach(({ facet }) => counters[facet].add(row));
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

interface Filter {
  facet: FacetName;
  column: readonly string[];
  wanted: Set<string>;
}

function readFilters(
  { columns }: EnvironmentTable,
  filters: EnvironmentQuery['filters'],
): Filter[] {
  return FACETS.map(facet => ({
    facet,
    column: columns[facet],
    wanted: new Set(filters[facet]),
  })).filter(({ wanted }) => wanted.size > 0);
}

function refuses({ column, wanted }: Filter, row: number): boolean {
  return !wanted.has(column[row]);
}

/** How many filters refuse an environment. */
function refusalsOf(row: number, filters: Filter[]): number {
  let refusals = 0;
  for (const filter of filters) {
    if (refuses(filter, row)) {
      refusals += 1;
    }
  }
  return refusals;
}

function wordsOf(text = ''): string[] {
  return text.toLocaleLowerCase('en-US').split(/\s+/).filter(Boolean);
}

function hasWords(searchText: string, words: string[]): boolean {
  return words.every(word => searchText.includes(word));
}

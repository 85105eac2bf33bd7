import {
  EnvironmentList,
  Facet,
  Facets,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { EnvironmentPredicate } from '../permissions/predicate';
import { Cursor, decodeCursor, encodeCursor } from './cursor';
import { EnvironmentTraits, EnvironmentView } from './EnvironmentView';

export type OrderField =
  | 'name'
  | 'namespace'
  | 'cluster'
  | 'status'
  | 'owner'
  | 'stage'
  | 'since';

type FacetName = keyof Facets;

/** What part of the environments to list. */
export interface EnvironmentQuery {
  text?: string;
  filters: Partial<Record<FacetName, string[]>>;
  order: { field: OrderField; direction: 'asc' | 'desc' };
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

/** The first environments in order after the cursor, as many as fit on a page and one more, which tells that there are more. */
class Page {
  private readonly found: Ordered[] = [];
  private readonly after?: Cursor;

  constructor(private readonly query: EnvironmentQuery) {
    // The cursor names the last environment of the page before, which may be gone by now.
    this.after = query.cursor
      ? decodeCursor(query.cursor, query.order)
      : undefined;
  }

  offer(view: EnvironmentView): void {
    const { found, after, query } = this;
    const isFull = found.length > query.limit;
    // Most are behind the page, and a look at them must make nothing.
    if (
      isFull &&
      compare(view, found[query.limit].position, query.order) >= 0
    ) {
      return;
    }
    if (after && compare(view, after, query.order) <= 0) {
      return;
    }
    found.splice(this.indexFor(view), 0, {
      view,
      position: positionOf(view, query.order),
    });
    if (isFull) {
      found.pop();
    }
  }

  read(): { items: EnvironmentView[]; nextCursor?: string } {
    const { found, query } = this;
    const shown = found.slice(0, query.limit);
    return {
      items: shown.map(({ view }) => view),
      nextCursor:
        found.length > shown.length
          ? encodeCursor(shown[shown.length - 1].position)
          : undefined,
    };
  }

  private indexFor(view: EnvironmentView): number {
    let low = 0;
    let high = this.found.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (compare(view, this.found[middle].position, this.query.order) < 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}

/** How many environments have each value of a fact. */
class Counter {
  private readonly facets = new Map<string, Facet>();
  private last?: Facet;

  add(value: string): void {
    // Neighbours are often alike, and need no looking up.
    if (this.last?.value !== value) {
      this.last = this.facetOf(value);
    }
    this.last.count += 1;
  }

  private facetOf(value: string): Facet {
    let facet = this.facets.get(value);
    if (!facet) {
      facet = { value, count: 0 };
      this.facets.set(value, facet);
    }
    return facet;
  }

  read(): Facet[] {
    return [...this.facets.values()].sort((a, b) =>
      compareText(a.value, b.value),
    );
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
  views: EnvironmentView[],
  query: EnvironmentQuery,
  mayRead: EnvironmentPredicate,
): Omit<EnvironmentList, 'coverage'> {
  const words = wordsOf(query.text);
  const filters = readFilters(query.filters);
  const counters: Record<FacetName, Counter> = {
    status: new Counter(),
    cluster: new Counter(),
    namespace: new Counter(),
    stage: new Counter(),
    owner: new Counter(),
  };
  const page = new Page(query);
  let totalItems = 0;
  for (const view of views) {
    const { facts } = view;
    const refusing = refusalsOf(facts, filters);
    if (refusing > 1 || !mayRead(facts) || !hasWords(view, words)) {
      continue;
    }
    if (refusing === 0) {
      totalItems += 1;
      counters.status.add(facts.status);
      counters.cluster.add(facts.cluster);
      counters.namespace.add(facts.namespace);
      counters.stage.add(facts.stage);
      counters.owner.add(facts.owner);
      page.offer(view);
    } else {
      filters
        .filter(filter => refuses(filter, facts))
        .forEach(({ facet }) => counters[facet].add(facts[facet]));
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
  wanted: Set<string>;
}

function readFilters(filters: EnvironmentQuery['filters']): Filter[] {
  return FACETS.map(facet => ({
    facet,
    wanted: new Set(filters[facet]),
  })).filter(({ wanted }) => wanted.size > 0);
}

function refuses({ facet, wanted }: Filter, facts: EnvironmentTraits): boolean {
  return !wanted.has(facts[facet]);
}

/** How many filters refuse an environment. */
function refusalsOf(facts: EnvironmentTraits, filters: Filter[]): number {
  let refusals = 0;
  for (const filter of filters) {
    if (refuses(filter, facts)) {
      refusals += 1;
    }
  }
  return refusals;
}

interface Ordered {
  view: EnvironmentView;
  position: Cursor;
}

function positionOf(
  view: EnvironmentView,
  { field, direction }: EnvironmentQuery['order'],
): Cursor {
  const { namespace, cluster } = view.facts;
  // Whatever comes first, names make the order total, so that pages neither repeat nor skip.
  return {
    field,
    direction,
    key: [fieldOf(view, field), view.order.name, namespace, cluster],
  };
}

/** Whether an environment comes before a position (negative), behind it (positive), or is there (0). */
function compare(
  view: EnvironmentView,
  { key }: Cursor,
  { field, direction }: EnvironmentQuery['order'],
): number {
  const byField = compareText(fieldOf(view, field), key[0]);
  return (
    (direction === 'desc' ? -byField : byField) ||
    compareText(view.order.name, key[1]) ||
    compareText(view.facts.namespace, key[2]) ||
    compareText(view.facts.cluster, key[3])
  );
}

function compareText(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

function wordsOf(text = ''): string[] {
  return text.toLocaleLowerCase('en-US').split(/\s+/).filter(Boolean);
}

function hasWords({ searchText }: EnvironmentView, words: string[]): boolean {
  for (const word of words) {
    if (!searchText.includes(word)) {
      return false;
    }
  }
  return true;
}

function fieldOf(view: EnvironmentView, field: OrderField): string {
  switch (field) {
    case 'name':
    case 'since':
      return view.order[field];
    default:
      return view.facts[field];
  }
}

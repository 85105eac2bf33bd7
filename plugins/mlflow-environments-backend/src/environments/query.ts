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

/**
 * Lists, counts and facets of those environments that may be read. A facet counts what its own filter would leave: choosing a
 * value doesn't make the others vanish.
 *
 * A page of ten thousand environments must not block the event loop for much longer than one of a hundred. Each is looked at
 * once, filters are asked once for all that are alike, and only the page is kept in order.
 */
export function queryEnvironments(
  views: EnvironmentView[],
  query: EnvironmentQuery,
  mayRead: EnvironmentPredicate,
): Omit<EnvironmentList, 'coverage'> {
  const hasText = matchesText(query.text);
  const filters = readFilters(query.filters);
  const kinds = new Map<EnvironmentTraits, Alike>();
  const page = new Page(query);
  for (const view of views) {
    let alike = kinds.get(view.facts);
    if (!alike) {
      alike = judge(view.facts, filters, mayRead);
      kinds.set(view.facts, alike);
    }
    if (alike.mayRead && hasText(view)) {
      alike.count += 1;
      if (alike.refusedBy.length === 0) {
        page.offer(view);
      }
    }
  }
  const found = [...kinds.values()].filter(({ count }) => count > 0);
  const { items, nextCursor } = page.read();
  return {
    items: items.map(({ summary }) => summary),
    totalItems: found.reduce(
      (sum, { count, refusedBy }) =>
        refusedBy.length === 0 ? sum + count : sum,
      0,
    ),
    pageInfo: nextCursor ? { nextCursor } : {},
    facets: facetsOf(found),
  };
}

/** Environments that no filter and no permission tells apart. */
interface Alike {
  facts: EnvironmentTraits;
  mayRead: boolean;
  refusedBy: FacetName[];
  count: number;
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

function judge(
  facts: EnvironmentTraits,
  filters: Filter[],
  mayRead: EnvironmentPredicate,
): Alike {
  return {
    facts,
    mayRead: mayRead(facts),
    refusedBy: filters
      .filter(({ facet, wanted }) => !wanted.has(facts[facet]))
      .map(({ facet }) => facet),
    count: 0,
  };
}

function facetsOf(found: Alike[]): Facets {
  const facet = (name: FacetName) =>
    countValues(
      found.filter(({ refusedBy }) =>
        refusedBy.every(refusing => refusing === name),
      ),
      name,
    );
  return {
    status: facet('status'),
    cluster: facet('cluster'),
    namespace: facet('namespace'),
    stage: facet('stage'),
    owner: facet('owner'),
  };
}

function countValues(found: Alike[], facet: FacetName): Facet[] {
  const counts = new Map<string, number>();
  for (const { facts, count } of found) {
    counts.set(facts[facet], (counts.get(facts[facet]) ?? 0) + count);
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => (a.value < b.value ? -1 : 1));
}

interface Ordered {
  view: EnvironmentView;
  position: Cursor;
}

function positionOf(
  view: EnvironmentView,
  { field, direction }: EnvironmentQuery['order'],
): Cursor {
  const { name, namespace, cluster } = view.detail.ref;
  // Whatever comes first, names make the order total, so that pages neither repeat nor skip.
  return {
    field,
    direction,
    key: [fieldOf(view, field), name, namespace, cluster],
  };
}

/** Whether an environment comes before a position (negative), behind it (positive), or is there (0). */
function compare(
  view: EnvironmentView,
  { key }: Cursor,
  { field, direction }: EnvironmentQuery['order'],
): number {
  const { name, namespace, cluster } = view.detail.ref;
  const byField = compareText(fieldOf(view, field), key[0]);
  return (
    (direction === 'desc' ? -byField : byField) ||
    compareText(name, key[1]) ||
    compareText(namespace, key[2]) ||
    compareText(cluster, key[3])
  );
}

function compareText(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

function matchesText(text = ''): (view: EnvironmentView) => boolean {
  const words = text.toLocaleLowerCase('en-US').split(/\s+/).filter(Boolean);
  return ({ searchText }) => words.every(word => searchText.includes(word));
}

function fieldOf(view: EnvironmentView, field: OrderField): string {
  switch (field) {
    case 'name':
      return view.detail.ref.name;
    case 'since':
      return view.detail.health.since ?? '';
    default:
      return view.facts[field];
  }
}

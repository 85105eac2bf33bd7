import {
  EnvironmentList,
  Facet,
  Facets,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { Cursor, decodeCursor, encodeCursor } from './cursor';
import { EnvironmentView } from './EnvironmentView';

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

/**
 * Lists, counts and facets of the given environments. A facet counts what its own filter would leave: choosing a value
 * doesn't make the others vanish.
 */
export function queryEnvironments(
  views: EnvironmentView[],
  query: EnvironmentQuery,
): EnvironmentList {
  const withText = views.filter(matchesText(query.text));
  const matching = withText.filter(view => matches(view, query.filters));
  const ordered = sorted(matching, query.order);
  const start = startAfter(ordered, query);
  const page = ordered.slice(start, start + query.limit);
  const hasMore = start + query.limit < ordered.length;
  return {
    items: page.map(({ view }) => view.summary),
    totalItems: matching.length,
    pageInfo: hasMore
      ? { nextCursor: encodeCursor(page[page.length - 1].position) }
      : {},
    facets: facetsOf(withText, query.filters),
  };
}

interface Ordered {
  view: EnvironmentView;
  position: Cursor;
}

function sorted(
  views: EnvironmentView[],
  order: EnvironmentQuery['order'],
): Ordered[] {
  return views
    .map(view => ({ view, position: positionOf(view, order) }))
    .sort((a, b) => compare(a.position, b.position));
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

function compare(a: Cursor, b: Cursor): number {
  const differing = a.key.findIndex((part, index) => part !== b.key[index]);
  if (differing === -1) {
    return 0;
  }
  const ascending = a.key[differing] < b.key[differing] ? -1 : 1;
  return differing === 0 && a.direction === 'desc' ? -ascending : ascending;
}

/** The cursor names the last environment of the page before, which may be gone by now. */
function startAfter(ordered: Ordered[], query: EnvironmentQuery): number {
  if (!query.cursor) {
    return 0;
  }
  const last = decodeCursor(query.cursor, query.order);
  const next = ordered.findIndex(({ position }) => compare(position, last) > 0);
  return next === -1 ? ordered.length : next;
}

function matchesText(text = ''): (view: EnvironmentView) => boolean {
  const words = text.toLocaleLowerCase('en-US').split(/\s+/).filter(Boolean);
  return ({ searchText }) => words.every(word => searchText.includes(word));
}

function matches(
  view: EnvironmentView,
  filters: EnvironmentQuery['filters'],
): boolean {
  return FACETS.every(facet => {
    const wanted = filters[facet];
    return !wanted?.length || wanted.includes(fieldOf(view, facet));
  });
}

function facetsOf(
  views: EnvironmentView[],
  filters: EnvironmentQuery['filters'],
): Facets {
  const facet = (name: FacetName) =>
    countValues(views, name, { ...filters, [name]: undefined });
  return {
    status: facet('status'),
    cluster: facet('cluster'),
    namespace: facet('namespace'),
    stage: facet('stage'),
    owner: facet('owner'),
  };
}

function countValues(
  views: EnvironmentView[],
  facet: FacetName,
  filters: EnvironmentQuery['filters'],
): Facet[] {
  const counts = new Map<string, number>();
  for (const view of views) {
    if (matches(view, filters)) {
      const value = fieldOf(view, facet);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => (a.value < b.value ? -1 : 1));
}

function fieldOf(view: EnvironmentView, field: OrderField): string {
  switch (field) {
    case 'name':
      return view.detail.ref.name;
    case 'status':
      return view.detail.health.status;
    case 'since':
      return view.detail.health.since ?? '';
    default:
      return view.facts[field];
  }
}

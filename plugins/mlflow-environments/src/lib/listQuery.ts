import type { EnvironmentsQuery } from '../api';

export const FACETS = [
  { id: 'status', title: 'Status' },
  { id: 'stage', title: 'Stage' },
  { id: 'owner', title: 'Owner' },
  { id: 'namespace', title: 'Namespace' },
  { id: 'cluster', title: 'Cluster' },
] as const;

export type FacetId = (typeof FACETS)[number]['id'];

export type OrderField = NonNullable<EnvironmentsQuery['orderField']>;

const STATUSES: ReadonlyArray<
  NonNullable<EnvironmentsQuery['status']>[number]
> = [
  'Pending',
  'Provisioning',
  'Healthy',
  'Degraded',
  'Failed',
  'Deleting',
  'Paused',
  'Unknown',
];

const ORDER_FIELDS: readonly OrderField[] = [
  'name',
  'namespace',
  'cluster',
  'status',
  'owner',
  'stage',
  'since',
];

/** What a reader has chosen to see, as the address bar keeps it. The page is not part of it. */
export interface ListChoice {
  text: string;
  selected: Record<FacetId, string[]>;
  orderField: OrderField;
  orderDirection: 'asc' | 'desc';
}

/** Reads a choice from the address; what it doesn't know is as if it weren't there. */
export function parseChoice(params: URLSearchParams): ListChoice {
  const orderField = params.get('orderField');
  return {
    text: params.get('text') ?? '',
    selected: {
      status: params.getAll('status'),
      stage: params.getAll('stage'),
      owner: params.getAll('owner'),
      namespace: params.getAll('namespace'),
      cluster: params.getAll('cluster'),
    },
    orderField: ORDER_FIELDS.find(field => field === orderField) ?? 'name',
    orderDirection: params.get('orderDirection') === 'desc' ? 'desc' : 'asc',
  };
}

/** The shortest address that says the same: defaults are left out. */
export function formatChoice(choice: ListChoice): URLSearchParams {
  const params = new URLSearchParams();
  if (choice.text) params.set('text', choice.text);
  for (const { id } of FACETS) {
    choice.selected[id].forEach(value => params.append(id, value));
  }
  if (choice.orderField !== 'name') {
    params.set('orderField', choice.orderField);
  }
  if (choice.orderDirection !== 'asc') {
    params.set('orderDirection', choice.orderDirection);
  }
  return params;
}

export function toQuery(
  choice: ListChoice,
  page: { limit: number; cursor?: string },
): EnvironmentsQuery {
  const { status, ...others } = choice.selected;
  const text = choice.text.trim();
  return {
    ...(text && { text }),
    status: STATUSES.filter(known => status.includes(known)),
    ...others,
    orderField: choice.orderField,
    orderDirection: choice.orderDirection,
    ...page,
  };
}

export function isFiltered(choice: ListChoice): boolean {
  return (
    choice.text.trim() !== '' ||
    FACETS.some(({ id }) => choice.selected[id].length > 0)
  );
}

export function toggleValue(
  choice: ListChoice,
  facet: FacetId,
  value: string,
): ListChoice {
  const now = choice.selected[facet];
  return {
    ...choice,
    selected: {
      ...choice.selected,
      [facet]: now.includes(value)
        ? now.filter(other => other !== value)
        : [...now, value],
    },
  };
}

/** Orders by a column; by the same one again turns the order round. */
export function toggleOrder(choice: ListChoice, field: OrderField): ListChoice {
  const turned = choice.orderField === field && choice.orderDirection === 'asc';
  return {
    ...choice,
    orderField: field,
    orderDirection: turned ? 'desc' : 'asc',
  };
}

export function withoutFilters(choice: ListChoice): ListChoice {
  return {
    ...choice,
    text: '',
    selected: { status: [], stage: [], owner: [], namespace: [], cluster: [] },
  };
}

import type { Facet } from '@mlops-platform/backstage-plugin-mlflow-environments-common';

export interface FacetOption {
  value: string;
  count: number;
  selected: boolean;
}

/**
 * What a facet offers. A value that is selected but no longer counted stays, or it could not be
 * deselected.
 */
export function facetOptions(
  facet: readonly Facet[],
  selected: readonly string[],
): FacetOption[] {
  const gone = selected
    .filter(value => !facet.some(known => known.value === value))
    .map(value => ({ value, count: 0 }));
  return [...facet, ...gone].map(({ value, count }) => ({
    value,
    count,
    selected: selected.includes(value),
  }));
}

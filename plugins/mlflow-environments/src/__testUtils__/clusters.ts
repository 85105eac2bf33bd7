import type { ClusterStatus } from '@mlops-platform/backstage-plugin-mlflow-environments-common';

/** A cluster that is read and watched. */
export function aCluster(
  overrides: Partial<ClusterStatus> = {},
): ClusterStatus {
  return {
    name: 'sandbox',
    state: 'synced',
    since: '2026-11-01T10:00:00Z',
    lagSeconds: 4,
    environments: 3,
    kinds: [],
    ...overrides,
  };
}

import { useCallback, useEffect } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type { ClusterStatus } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { mlflowEnvironmentsApiRef } from '../api';
import { useLoad, type RefreshableLoad } from './useLoad';

/** No signal tells of clusters. */
const REFRESH_MS = 30_000;

/** How every cluster is known, kept up to date. */
export function useClusters(): RefreshableLoad<ClusterStatus[]> {
  const api = useApi(mlflowEnvironmentsApiRef);
  const load = useCallback(() => api.listClusters(), [api]);
  const clusters = useLoad(load);
  const { refresh } = clusters;
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') refresh();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, [refresh]);
  return clusters;
}
